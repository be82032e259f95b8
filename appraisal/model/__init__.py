"""The words of an appraisal as frozen values: indicator, rules, scenario, decision."""
