"""Workbooks for people: the form to fill in, the marked copy that goes back, and the list of problems."""

from appraisal.forms.expert_sheet import ExpertSheet, write_expert_sheet
from appraisal.forms.expert_sheets import expert_sheets
from appraisal.forms.form import NOT_ASKED, Form, form_of
from appraisal.forms.marked import is_marked, write_marked
from appraisal.forms.problems import Problem, write_problems
from appraisal.forms.stamp import read_stamp
from appraisal.forms.write import write_form

__all__ = [
    "NOT_ASKED",
    "ExpertSheet",
    "Form",
    "Problem",
    "expert_sheets",
    "form_of",
    "is_marked",
    "read_stamp",
    "write_expert_sheet",
    "write_form",
    "write_marked",
    "write_problems",
]
