"""Workbooks for people: the form to fill in, the marked copy that goes back, and the list of problems."""

from appraisal.forms.form import Form, form_of
from appraisal.forms.marked import write_marked
from appraisal.forms.problems import Problem, write_problems
from appraisal.forms.stamp import read_stamp
from appraisal.forms.write import write_form

__all__ = ["Form", "Problem", "form_of", "read_stamp", "write_form", "write_marked", "write_problems"]
