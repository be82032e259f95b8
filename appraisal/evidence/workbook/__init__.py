"""Files of strangers (workbooks, Parquet) opened in a watched process that may die without harm."""

from appraisal.evidence.workbook.reading import read_parquet_apart, read_workbook

__all__ = ["read_parquet_apart", "read_workbook"]
