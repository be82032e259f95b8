"""The arithmetic of a panel in one sentence."""

import pytest

from appraisal.explanation.panel import panel_arithmetic, panel_words
from appraisal.rules.panels import panels_of
from tests.panels.world import LONG, MAIN, PLAIN, SHORT, ballot, measured, rules


def _said(marks, panel, name="panels.main", **more):
    details = measured(marks, panel, **more).details
    return panel_arithmetic(details, panels_of(rules(main=panel))["main"], name, "A").render("en")


SEVEN = ballot("A", e1=80, e2=85, e3=88, e4=90, e5=95, e6="86.5", e7=88)


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        (
            MAIN,
            (
                "7 experts: 80, 85, 86.5, 88, 88, 90, 95; the highest 95, the lowest 80 left out; "
                "(85 + 86.5 + 88 + 88 + 90) ÷ 5 = 87.5"
            ),
        ),
        (
            {**MAIN, "trim": {"highest": 2, "lowest": 0}},
            (
                "7 experts: 80, 85, 86.5, 88, 88, 90, 95; the highest 95, 90 left out; "
                "(80 + 85 + 86.5 + 88 + 88) ÷ 5 = 85.5"
            ),
        ),
        (
            PLAIN,
            "7 experts: 80, 85, 86.5, 88, 88, 90, 95; (80 + 85 + 86.5 + 88 + 88 + 90 + 95) ÷ 7 = 87.5",
        ),
    ],
)
def test_the_sentence_holds_all_totals_and_what_was_left_out(panel, sentence) -> None:
    assert _said(SEVEN, panel) == sentence


def test_a_mean_that_no_decimal_holds_is_shown_with_four_decimals() -> None:
    assert _said(SEVEN[:10], MAIN).endswith("(85 + 88 + 90) ÷ 3 = 87.6667")


def test_a_criterion_is_explained_by_its_own_marks() -> None:
    assert _said(SEVEN[:6], PLAIN, "panels.main.team") == "3 experts: 40, 45, 48; (40 + 45 + 48) ÷ 3 = 44.3333"


def test_too_few_and_recused_experts_are_said() -> None:
    panel = {**PLAIN, "minimum": 2, "recusal": "set_aside"}
    own = {"platforms": {"A": LONG}, "experts": {"e1": SHORT}}
    assert _said(SEVEN[:4], panel, **own) == (
        "1 experts: 85; 1 of the own institution not counted; fewer than 2: no value"
    )
    assert _said(SEVEN[:2], panel, **own) == "no expert's mark counts; 1 of the own institution not counted"


def test_as_many_experts_as_the_rules_ask_for_have_a_mean() -> None:
    assert _said(SEVEN[:4], {**PLAIN, "minimum": 2}) == "2 experts: 80, 85; (80 + 85) ÷ 2 = 82.5"


def test_the_rule_of_a_panel_is_said_in_words() -> None:
    panel = panels_of(rules(main=MAIN))["main"]
    assert panel_words(panel).render("en").endswith("without the 1 highest and the 1 lowest; at least 3 experts")
