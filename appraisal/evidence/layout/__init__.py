"""The layout of a sheet as people make it: titles, a header of several rows, data, totals, footers."""

from appraisal.evidence.layout.above import findings_above
from appraisal.evidence.layout.columns import Columns, other_columns, placed_columns
from appraisal.evidence.layout.header import Header, HeaderSearch
from appraisal.evidence.layout.lines import Lines, sorted_lines
from appraisal.evidence.layout.merges import Body, merged_body
from appraisal.evidence.layout.names import HeaderNames, bare
from appraisal.evidence.layout.page import Page, row_numbers
from appraisal.evidence.layout.recognition import headerless, recognised
from appraisal.evidence.layout.totals import total_findings
from appraisal.evidence.layout.unit_lines import unit_findings_around

__all__ = [
    "Body",
    "Columns",
    "Header",
    "HeaderNames",
    "HeaderSearch",
    "Lines",
    "Page",
    "bare",
    "findings_above",
    "headerless",
    "merged_body",
    "other_columns",
    "placed_columns",
    "recognised",
    "row_numbers",
    "sorted_lines",
    "total_findings",
    "unit_findings_around",
]
