"""The rules of a year as a document that people read: sections, tables and sentences, on a terminal or on paper."""

from appraisal.rules_document.build import rules_document
from appraisal.rules_document.changes import Change, changes
from appraisal.rules_document.document import RulesDocument
from appraisal.rules_document.html import as_html
from appraisal.rules_document.plain import as_lines

__all__ = ["Change", "RulesDocument", "as_html", "as_lines", "changes", "rules_document"]
