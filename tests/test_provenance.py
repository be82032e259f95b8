"""A result goes back to others: the chain is walked, and one byte changed anywhere in it is found and located."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.provenance import ancestors
from appraisal.result import read_short_digest, short_digest
from tests.amounts import sample
from tests.commands import in_process
from tests.small_rules import added, leaf, rules, written

RULES = rules(
    {"a": leaf("x", 60), "b": leaf("y", 40)},
    adjustments={"c": added("z")},
    valid={"from": 2013, "to": 2015},
    awards={"grade": "all", "places": 1, "amount_yuan": 10, "per": "platform", "freed_place": "next", "fund": "only"},
    funds={"only": {"total_yuan": 100}},
)
ROWS = {"A": {"x": 50, "y": 20, "z": 1}, "B": {"x": 40, "y": 40, "z": 0}, "C": {"x": 1, "y": 2, "z": 3}}


def _run(folder: Path, out: Path, **stated: Any) -> appraisal.Result:
    path = folder / "scenario.json"
    document = json.loads(path.read_text(encoding="utf-8")) | stated
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8", newline="\n")
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    appraisal.write_result(result, out)
    return result


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The final round of 2014 in ``small``, after a preliminary one and after 2013; its result is in ``final``."""
    root = tmp_path_factory.mktemp("chain")
    folder = written(root, RULES, ROWS)
    last = _run(folder, folder / "last", year=2013)
    before = {"path": "last", "content_digest": last.content_digest}
    preliminary = _run(folder, folder / "before", year=2014, previous=before, round={"id": "preliminary"})
    parent = {"path": "before", "content_digest": preliminary.content_digest}
    _run(folder, root / "final", round={"id": "final", "parent": parent})
    return root


def _faults(root: Path) -> list[appraisal.Finding]:
    """All that is wrong with the final result and all behind it."""
    try:
        verdict = appraisal.verify(root / "final", root / "small")
        behind = ancestors(root / "final", root / "small") if verdict.is_equal else ()
        return [*verdict.findings, *(finding for one in behind for finding in one.findings)]
    except appraisal.Refused as refused:
        return list(refused.findings)


def test_a_result_goes_back_to_the_round_before_and_the_year_before(chain: Path) -> None:
    found = [(one.kind, one.path, one.folder) for one in ancestors(chain / "final", chain / "small")]
    assert found == [("previous", "last", chain / "small" / "last"), ("round", "before", chain / "small" / "before")]
    assert _faults(chain) == []


def test_a_result_behind_it_is_found_by_its_digest_where_it_was_carried(chain: Path, tmp_path: Path) -> None:
    shutil.copytree(chain / "final", tmp_path / "final")
    assert [one.folder for one in ancestors(tmp_path / "final")] == [None, None]
    shutil.copytree(chain / "small" / "last", tmp_path / "kept-2013")
    assert [one.folder for one in ancestors(tmp_path / "final")] == [tmp_path / "kept-2013", None]


def test_another_result_in_the_place_of_the_year_before_is_named(chain: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(chain, tmp_path / "copy"))
    shutil.rmtree(root / "small" / "last")
    shutil.copytree(root / "final", root / "small" / "last")
    codes = {finding.code for one in ancestors(root / "final", root / "small") for finding in one.findings}
    assert codes == {"verify|chain"}


def test_rules_and_plugins_of_the_folder_are_held_against_those_of_the_result(chain: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(chain, tmp_path / "copy"))
    (root / "small" / "rules.json").write_text(json.dumps({**RULES, "id": "other"}), encoding="utf-8")
    one = root / "small" / "plugins" / "y" / "indicator.json"
    one.write_text(one.read_text(encoding="utf-8").replace("SUM(y)", "SUM(y) + 1"), encoding="utf-8")
    found = {finding.code: str(finding.place) for finding in _faults(root)}
    assert set(found) == {"verify|rules", "verify|plugin"}
    assert found["verify|plugin"].startswith("y/indicator.json")
    assert found["verify|rules"].endswith("$.id")


def test_the_command_says_what_a_result_goes_back_to(chain: Path) -> None:
    done = in_process("verify", str(chain / "final"), "--evidence", str(chain / "small"))
    assert done.returncode == 0, done.stderr
    assert "Goes back to last (the year before)" in done.stdout
    assert "Goes back to before (the round before)" in done.stdout


def test_a_printed_code_is_checked_against_the_result(chain: Path) -> None:
    words = ("verify", str(chain / "final"), "--evidence", str(chain / "small"), "--notice")
    own = short_digest(appraisal.read_result(chain / "final").content_digest)
    assert in_process(*words, own.lower().replace("-", " ").replace("0", "o")).returncode == 0
    other = in_process(*words, short_digest("ab" * 32))
    assert (other.returncode, "names another result" in other.stderr) == (1, True)
    mistyped = in_process(*words, ("Y" if own[0] != "Y" else "X") + own[1:])
    assert (mistyped.returncode, "a letter of it is wrong" in mistyped.stderr) == (2, True)


@pytest.mark.parametrize("at", range(24))
def test_one_wrong_letter_of_a_code_is_noticed(at: int) -> None:
    letters = short_digest("0123456789abcdef" * 4).replace("-", "")
    assert len(letters) == 25
    for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
        changed = letters[:at] + other + letters[at + 1 :]
        assert (read_short_digest(changed) is None) == (changed != letters)


def _kept(root: Path) -> list[Path]:
    """Every file that a result hangs on: evidence, rules, plugins, itself, and what it goes back to."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return [path for path in files if path != root / "small" / "scenario.json"]


def _says_the_same(path: Path, before: bytes, after: bytes) -> bool:
    """White space between the words of rules is nothing that anybody hangs on."""
    if path.name != "rules.json":
        return False
    try:
        return json.loads(before) == json.loads(after)
    except ValueError:
        return False


#: 10 changes in the suite, and 10,000 with ``-m full``.
@pytest.mark.parametrize("batch", sample(range(1001), 1))
def test_one_byte_changed_anywhere_is_found_and_located(batch: int, chain: Path, tmp_path: Path) -> None:
    root, die = Path(shutil.copytree(chain, tmp_path / "copy")), random.Random(batch)  # noqa: S311 - no secret
    files = _kept(root)
    for _ in range(10):
        path = die.choice([file for file in files if file.stat().st_size])
        before = path.read_bytes()
        at = die.randrange(len(before))
        after = before[:at] + bytes([before[at] ^ die.randrange(1, 256)]) + before[at + 1 :]
        path.write_bytes(after)
        found = _faults(root)
        path.write_bytes(before)
        if _says_the_same(path, before, after):
            continue
        assert found, f"{path.relative_to(root)}: byte {at}, {before[at]} made {after[at]}, was not found"
        places = " ".join(f"{one.place} {one.message}" for one in found)
        # Of a plugin whose meaning is the same, its folder is all that can be said.
        known = {path.name, path.parent.name, *(["plugins/"] if "plugins" in path.parts else [])}
        assert any(name in places for name in known), f"{path.relative_to(root)} is not named in: {places}"
    assert _faults(root) == []
