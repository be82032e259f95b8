"""The small JSON files against their schemas: every fault at once, in the words of an assessor."""

from __future__ import annotations

import copy
from decimal import Decimal
from time import process_time

import pytest

from appraisal import paths
from appraisal.schema import documents, strict_json

SHIPPED = sorted(paths.schemas().rglob("*.schema.json"))


@pytest.fixture
def rules():
    return strict_json.read(paths.scenarios() / "2014" / "rules.json", "rules.json")


@pytest.fixture
def decisions():
    subject = {"kind": "gate", "platform_id": "P1", "gate": "smes_50"}
    made = {"choice": "pass", "who": "厅务会", "when": "2015-03-01", "minutes": "2015-3"}
    return {"format": 1, "decisions": [{"subject": subject, **made}]}


def faults(document, name):
    return [
        (finding.code.removeprefix("document|"), finding.place.pointer, finding.sentence("en"))
        for finding in documents.check(document, name, "f.json")
    ]


def codes(document, name="rules"):
    return [(code, pointer) for code, pointer, _ in faults(document, name)]


CURVE = "$.index.nodes.service.nodes.staff_ratio.curve"


def curve_of(rules):
    return rules["index"]["nodes"]["service"]["nodes"]["staff_ratio"]["curve"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_schema_is_a_json_schema(path):
    assert documents.check_schema_document(strict_json.read(path, path.name), path.name) == []


def test_a_malformed_schema_is_told_so():
    schema = {"type": "strin", "minLength": -1, "properties": {"a": {"enum": 3}}}
    found = [(finding.code, finding.place.pointer) for finding in documents.check_schema_document(schema, "f.json")]
    assert found == [
        ("document|too_small", "$.minLength"),
        ("document|wrong_type", "$.properties.a.enum"),
        ("document|not_one_of", "$.type"),
    ]


@pytest.mark.parametrize("year", [2012, 2013, 2014, 2015])
def test_the_shipped_rules_are_sound(year):
    assert faults(strict_json.read(paths.scenarios() / str(year) / "rules.json", "rules.json"), "rules") == []


@pytest.mark.parametrize("path", sorted(paths.plugins().glob("*/indicator.json")), ids=lambda path: path.parent.name)
def test_the_shipped_indicators_are_sound(path):
    assert faults(strict_json.read(path, "indicator.json"), "indicator") == []


def test_whole_rules_are_checked_in_the_blink_of_an_eye(rules):
    documents.check(rules, "rules", "rules.json")
    times = []
    for _ in range(5):
        # NOTE: time of the processor: a busy machine fails nothing.
        start = process_time()
        documents.check(rules, "rules", "rules.json")
        times.append(process_time() - start)
    assert min(times) < 0.04


def change(path, value):
    """A mutation that sets the value at a dotted path, or deletes it where the value is ``...``."""

    def mutate(document):
        *way, last = path.split(".")
        for step in way:
            document = document[int(step) if step.isdecimal() else step]
        if value is ...:
            del document[last]
        else:
            document[int(last) if last.isdecimal() else last] = value

    return mutate


@pytest.mark.parametrize(
    ("mutate", "code", "pointer", "sentence"),
    [
        (change("titel", "x"), "unknown_key", "$.titel", "The key titel is unknown here. Did you mean total?"),
        (
            change("gates.smes_50.requird", 1),
            "unknown_key",
            "$.gates.smes_50.requird",
            "The key requird is unknown here.",
        ),
        (
            change("gates.smes_50.require", ...),
            "missing_key",
            "$.gates.smes_50.require",
            "The key require is missing, though of is given.",
        ),
        (change("title", 5), "wrong_type", "$.title", "5 is not a text in quotation marks."),
        (change("title", ""), "too_short", "$.title", "Write at least 1 characters."),
        (change("title", "长" * 81), "too_long", "$.title", "Write at most 80 characters."),
        (change("format", 2), "not_one_of", "$.format", "Write 1."),
        (change("format", value=True), "not_one_of", "$.format", "true is not one of the choices here."),
        (change("rounding.leaf", 13), "too_large", "$.rounding.leaf", "Write 12 or less."),
        (change("rounding.leaf", -1), "too_small", "$.rounding.leaf", "Write 0 or more."),
        (change("rounding.leaf", Decimal("1.5")), "wrong_type", "$.rounding.leaf", "1.5 is not a whole number."),
        (change("awards.amount_yuan", value=True), "wrong_type", "$.awards.amount_yuan", "true is not a whole number."),
        (change("awards.per", "entity"), "not_one_of", "$.awards.per", "Did you mean legal_entity?"),
        (
            change("grades.pass.minimum", "60"),
            "wrong_type",
            "$.grades.pass.minimum",
            '"60" is not a number. Write it without quotation marks: 60',
        ),
        (change("rounding.leaf", "many"), "wrong_type", "$.rounding.leaf", '"many" is not a whole number.'),
        (
            change("grades.pass.minimum", Decimal("1.1234567")),
            "too_many_decimals",
            "$.grades.pass.minimum",
            "at most 6",
        ),
        (change("grades.pass.minimum", 10**39), "too_large", "$.grades.pass.minimum", "Write 1000000000000 or less."),
        (change("grades", {}), "too_few", "$.grades", "Write at least 1."),
        (change("total", {}), "too_few", "$.total", "Write at least 1."),
        (change("ranking.ties", ["a", "a"]), "duplicate", "$.ranking.ties", "An entry stands twice"),
        (change("authority.issued_on", "2014-02-30"), "date", "$.authority.issued_on", '"2014-02-30" is not a date.'),
        (change("authority.issued_on", 5), "wrong_type", "$.authority.issued_on", "a text in quotation marks or null"),
        (change("gates.smes_50.of", "Smes"), "pattern", "$.gates.smes_50.of", "Write the id of an indicator"),
        (change("awards.fund", "special\n"), "pattern", "$.awards.fund", "Write small letters"),
        (change("checks.unit_outler", "error"), "not_one_of", "$.checks.unit_outler", "Did you mean unit_outlier?"),
        (change("checks.town_unknown", "fatal"), "not_one_of", "$.checks.town_unknown", "error"),
    ],
)
def test_each_fault_in_rules_is_one_finding_in_plain_words(rules, mutate, code, pointer, sentence):
    mutate(rules)
    [found] = faults(rules, "rules")
    assert found[:2] == (code, pointer)
    assert sentence in found[2]


def test_a_key_with_a_bad_name_is_told_by_its_own_place(rules):
    rules["gates"]["Bad name"] = copy.deepcopy(rules["gates"]["smes_50"])
    assert codes(rules) == [("pattern", '$.gates["Bad name"]')]


def test_all_faults_are_told_at_once_and_sorted_by_place(rules):
    rules["grades"]["pass"]["minimum"] = "60"
    rules["awards"]["places"] = -1
    rules["gates"]["smes_50"]["missing"] = "?"
    del rules["title"]
    assert codes(rules) == [
        ("too_small", "$.awards.places"),
        ("not_one_of", "$.gates.smes_50.missing"),
        ("wrong_type", "$.grades.pass.minimum"),
        ("missing_key", "$.title"),
    ]


def test_places_in_a_list_are_sorted_as_numbers(rules):
    curve_of(rules)["at"] = [[place, "x" if place in {2, 10} else 1] for place in range(12)]
    assert [pointer for _, pointer in codes(rules)] == [f"{CURVE}.at[2][1]", f"{CURVE}.at[10][1]"]


@pytest.mark.parametrize(
    ("mutate", "found"),
    [
        (lambda curve: curve.pop("closed"), [("missing_key", f"{CURVE}.closed")]),
        (lambda curve: curve.pop("kind"), [("missing_key", f"{CURVE}.kind")]),
        (lambda curve: curve.update(kind="band"), [("not_one_of", f"{CURVE}.kind")]),
        (
            lambda curve: curve.update(bands=[{"when": {"minimum": 1}, "mark": 1}]),
            [("excluded_key", f"{CURVE}.bands")],
        ),
        (lambda curve: curve.update(at=[[1, 2, 3]]), [("too_many", f"{CURVE}.at[0]")]),
        (lambda curve: curve.update(at=[]), [("too_few", f"{CURVE}.at")]),
        (lambda curve: curve.update(above=3), [("unknown_key", f"{CURVE}.above")]),
    ],
)
def test_an_alternative_is_judged_by_what_the_writer_meant(rules, mutate, found):
    mutate(curve_of(rules))
    assert codes(rules) == found


def test_a_group_whose_nodes_are_misspelt_is_told_which_key_is_wrong(rules):
    service = rules["index"]["nodes"]["service"]
    service["node"] = service.pop("nodes")
    assert ("unknown_key", "$.index.nodes.service.node") in codes(rules)


def test_sound_decisions_pass(decisions):
    assert codes(decisions, "decisions") == []


@pytest.mark.parametrize(
    ("mutate", "found"),
    [
        (change("decisions.0.subject", ...), [("missing_key", "$.decisions[0].subject")]),
        (change("decisions.0.subject", {}), [("missing_key", "$.decisions[0].subject.kind")]),
        (change("decisions.0.subject", []), [("wrong_type", "$.decisions[0].subject")]),
        (change("decisions.0.subject.kind", "gat"), [("not_one_of", "$.decisions[0].subject.kind")]),
        (change("decisions.0.choice", "veto"), [("not_one_of", "$.decisions[0].choice")]),
        (change("decisions.0.when", "2015-3-1"), [("date", "$.decisions[0].when")]),
        (change("decisions.0.who", ...), [("missing_key", "$.decisions[0].who")]),
    ],
)
def test_where_the_kind_of_a_decision_is_missing_only_that_is_told(decisions, mutate, found):
    mutate(decisions)
    assert codes(decisions, "decisions") == found


def test_a_reserved_parameter_name_is_refused():
    path = paths.plugins() / "staff_ratio" / "indicator.json"
    indicator = {**strict_json.read(path, "f"), "params": {"year": {"title": "年", "type": "integer", "default": 1}}}
    assert codes(indicator, "indicator") == [("not_allowed", "$.params.year")]


@pytest.mark.parametrize("document", [[], "text", None, 5])
def test_a_document_that_is_no_object_is_one_finding(document):
    assert codes(document) == [("wrong_type", "$")]


def test_a_whole_number_may_be_written_with_a_point(rules):
    rules["rounding"]["leaf"] = Decimal("4.0")
    assert codes(rules) == []


def test_no_finding_speaks_of_schema_keywords(rules):
    rules["index"]["nodes"] = {"a": {}, "b": {"nodes": {}}, "c": {"curve": {"kind": "bands"}}}
    for _, _, sentence in faults(rules, "rules"):
        for word in ("oneOf", "anyOf", "allOf", "schema", "propert", "Decimal"):
            assert word not in sentence
