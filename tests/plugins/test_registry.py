"""The registry trusts nobody: only named plugins run, and whatever they break is said by name and path."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import appraisal
from appraisal.program import ask
from appraisal.registry import Found, load, load_one
from tests.commands import in_process
from tests.plugins.small import CODE, SHARE, coded, declared, scenario

HEAD = "from appraisal import Indicator, hookimpl\nfrom appraisal.texts import Bilingual\n"
MADE = 'Indicator(id="share", version="1.0.0", title=Bilingual("占比", "Share"), table="outputs", numerator={})'


def _hook(body: str, mark: str = "@hookimpl", name: str = "appraisal_indicators()") -> str:
    return f"{HEAD}\n{mark}\ndef {name}:\n    {body}\n"


FORGED = (
    "import appraisal; from appraisal.errors import Finding, Place; from appraisal.texts import text\n"
    "raise appraisal.Refused([Finding('x|y', text('fine'), place="
)
#: A record of a kind of its own, which runs code when its unit is asked for.
SLY = (
    _hook(f"return [X(**vars({MADE.format(repr('COUNT(*)'))}))]")
    + "class X(Indicator):\n def __getattribute__(self, name):\n  if name == 'unit': {}\n"
    + "  return super().__getattribute__(name)\n"
)
#: What is wrong with a plugin in Python, its source, and the code of the finding.
FAULTS = {
    "it fails while it is imported": ("import nowhere_at_all", "plugin|broken"),
    "it is no Python": ("def (:", "plugin|broken"),
    "it leaves the program": ("import sys; sys.exit(0)", "plugin|broken"),
    "it leaves the program in the hook": (_hook("raise SystemExit"), "plugin|broken"),
    "it never ends": ("while True: pass", "plugin|broken"),
    "it sleeps": ("import time; time.sleep(1000)", "plugin|broken"),
    "it catches what interrupts it once": ("try:\n    while True: pass\nexcept BaseException: pass\nwhile True: pass", "plugin|broken"),
    "it gives without end": (_hook("while True: yield 1"), "plugin|result"),
    "it wraps the hook": (_hook("return (yield)", "@hookimpl(wrapper=True)"), "plugin|wrapper"),
    "it wraps the hook in the old way": (_hook("yield", "@hookimpl(hookwrapper=True)"), "plugin|wrapper"),
    "it misspells the hook": (_hook("return []", name="appraisal_indicator()"), "plugin|hook"),
    "it misspells an argument": (_hook("return []", name="appraisal_indicators(nothing)"), "plugin|broken"),
    "it has no hook": ("x = 1", "plugin|hook"),
    "it gives nothing": (_hook("return []"), "plugin|id"),
    "it gives None": (_hook("return None"), "plugin|id"),
    "it gives a number": (_hook("return 5"), "plugin|broken"),
    "it gives texts": (_hook("return ['share']"), "plugin|result"),
    "it gives another id": (_hook(f"return [{MADE.format('1').replace('share', 'other')}]").replace("=1)", '="COUNT(*)")'), "plugin|id"),
    "it gives an expression": (_hook(f"import polars as pl; return [{MADE.format('pl.col(chr(120)).sum()')}]"), "plugin|expression"),
    "it gives a callback": (_hook(f"import polars as pl; return [{MADE.format('pl.col(chr(120)).map_elements(lambda x: x)')}]"), "plugin|expression"),
    "it gives a function": (_hook(f"return [{MADE.format('len')}]"), "plugin|expression"),
    "it gives a float": (_hook(f"return [{MADE.format(repr('COUNT(*)'))[:-1]}, scale=1.5)]"), "plugin|broken"),
    "it gives an id twice": (_hook(f"return [{MADE.format(repr('COUNT(*)'))}] * 2"), "plugin|clash"),
    "it refuses with nothing": ("import appraisal; raise appraisal.Refused([])", "plugin|broken"),
    "it blames another plugin": (f"{FORGED}Place('plugins/innovation_output'))])", "plugin|broken"),
    "it blames another plugin with a warning": (f"{FORGED}Place('plugins/innovation_output'), severity='warning')])", "plugin|broken"),
    "it says that a key was pressed": ("raise KeyboardInterrupt", "plugin|broken"),
    "it raises what cannot be said": ("class E(Exception):\n def __str__(self): raise ValueError\nraise E", "plugin|broken"),
    "it raises what ends the program when it is said": ("class E(Exception):\n def __str__(self): raise SystemExit(0)\nraise E", "plugin|broken"),
    "it raises what has no name": ("class M(type): __name__ = property(lambda self: 1 / 0)\nclass E(Exception, metaclass=M): pass\nraise E", "plugin|broken"),
    "it raises without end": ("raise Exception('x' * 30_000_000)", "plugin|broken"),
    "it gives what has no kind": (_hook("return [X()]") + "class X:\n @property\n def __class__(self): raise SystemExit(0)\n", "plugin|broken"),
    "it gives a record that ends the program": (SLY.format("raise SystemExit(0)"), "plugin|broken"),
    "it gives a record that never ends": (SLY.format("\n   while True: pass"), "plugin|broken"),
    "it gives a param that never ends": (_hook(f"return [{MADE.format(repr('COUNT(*)'))[:-1]}, params=D(a=1))]") + "class D(dict):\n def items(self):\n  while True: yield 'a', 1\n", "plugin|result"),
    "it gives a title without end": (
        _hook(f"return [{MADE.format(repr('COUNT(*)')).replace('占比', '占' * 3)}]").replace("'占占占'", "'占' * 50_000_000").replace('"占占占"', "'占' * 50_000_000"),
        "plugin|result",
    ),
    "it ends the process": ("import os; os._exit(0)", "plugin|broken"),
    "it cannot be interrupted": ("import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", "plugin|broken"),
    "it writes an answer of its own": ("import os, sys; open(sys.argv[1] + '/answer.json', 'w').write('{\"records\": [[[\"share\"]]]}'); os._exit(0)", "plugin|broken"),
    "it breaks the schema": (_hook(f"return [{MADE.format(repr('COUNT(*)'))[:-1]}, decimals=99)]"), "json|maximum"),
}  # fmt: skip

ENDLESS = (
    "it never ends",
    "it sleeps",
    "it catches what interrupts it once",
    "it gives a record that never ends",
    "it cannot be interrupted",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_plugin_is_refused_by_name(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, code = FAULTS[fault]
    coded(tmp_path, source)
    if fault in ENDLESS:
        monkeypatch.setattr(ask, "SECONDS", 0.8)
    with pytest.raises(appraisal.Refused) as refused:
        load({"share": {}}, [tmp_path])
    finding = refused.value.findings[0]
    assert finding.code == code or code.startswith("json|"), str(refused.value)
    assert finding.place.file is not None
    assert finding.place.file.startswith("plugins/share")
    if code == "plugin|broken" and "float" not in fault:
        assert str(tmp_path) in str(refused.value)
    assert (fault in ENDLESS) == ("did not end" in str(refused.value))
    assert len(str(refused.value)) < 2000


def test_a_sound_plugin_in_python_gives_its_record(tmp_path: Path) -> None:
    coded(tmp_path, f"print('not part of the answer')\n{CODE}")
    assert load({"share": {}}, [tmp_path]).indicators["share"].numerator == "COUNT(*)"


def test_what_a_plugin_prints_is_not_part_of_our_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded(tmp_path, f"print('hello')\n{CODE}")
    load({"share": {}}, [tmp_path])
    assert capsys.readouterr().out == ""


def test_a_record_cannot_change_after_it_was_given(tmp_path: Path) -> None:
    body = "class Sly(str): pass\ntext = Sly('COUNT(*)')\nparams = {}\n" + _hook(
        f"return [{MADE.format('text')[:-1]}, params=params)]"
    )
    coded(tmp_path, body)
    made = load({"share": {}}, [tmp_path]).indicators["share"]
    assert type(made.numerator) is str
    assert made.params == {}


def test_a_plugin_that_leaves_ends_with_code_1_and_its_path(tmp_path: Path) -> None:
    folder = scenario(tmp_path, {"innovation_output": {}, "share": {}})
    coded(folder / "plugins", "import sys; sys.exit(0)")
    done = in_process("run", "./small", cwd=tmp_path)
    assert done.returncode == 1
    assert "plugin share" in done.stderr
    assert str(Path("small") / "plugins" / "share") in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()


def test_what_is_not_named_is_not_run(tmp_path: Path) -> None:
    declared(tmp_path)
    mark = tmp_path / "was_here"
    coded(tmp_path, f"open({str(mark)!r}, 'w'); raise SystemExit", "other")
    load({"share": {}}, [tmp_path])
    assert not mark.exists()


def test_a_changed_program_is_refused_before_it_runs(tmp_path: Path) -> None:
    folder = coded(tmp_path)
    plugin = load_one(Found("share", folder))
    mark = tmp_path / "was_here"
    (folder / "indicator.py").write_text(f"open({str(mark)!r}, 'w')\n{CODE}", encoding="utf-8")
    with pytest.raises(appraisal.Refused, match=r"plugins/share: .*sha256"):
        load_one(Found("share", folder), {"sha256": plugin.sha256})
    assert not mark.exists()


def test_an_id_in_two_folders_is_refused_with_both(tmp_path: Path) -> None:
    declared(tmp_path / "one")
    declared(tmp_path / "two")
    with pytest.raises(appraisal.Refused) as refused:
        load({"share": {}}, [tmp_path / "one", tmp_path / "two"])
    assert str(tmp_path / "one") in str(refused.value)
    assert str(tmp_path / "two") in str(refused.value)


def test_two_plugins_cannot_bring_the_same_table(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = declared(tmp_path, id=name)
        (folder / "tables").mkdir()
        schema = {"x-format": 1, "x-table": "mine", "type": "object", "additionalProperties": False, "title": "表", "properties": {"platform_id": {"type": "string"}}}  # fmt: skip
        (folder / "tables" / "mine.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(appraisal.Refused, match="plugins/one and plugins/two both bring mine"):
        load({"one": {}, "two": {}}, [tmp_path])


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_a_plugin_with_links_is_refused(tmp_path: Path) -> None:
    folder = declared(tmp_path)
    (folder / "secret").symlink_to(tmp_path)
    with pytest.raises(appraisal.Refused, match="links"):
        load({"share": {}}, [tmp_path])


def _install(site: Path, package: str, name: str, source: str, value: str | None = None) -> None:
    """What pip would have written for a plugin."""
    (site / package).mkdir(parents=True)
    (site / package / "indicator.py").write_text(source, encoding="utf-8")
    info = site / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[appraisal.plugins]\n{name} = {value or package}\n", encoding="utf-8")


def test_an_installed_plugin_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "appraisal_share", "share", CODE)
    monkeypatch.syspath_prepend(tmp_path)
    plugin = load({"share": {}}, []).plugins["share"]
    assert plugin.folder == tmp_path / "appraisal_share"
    assert list(plugin.files) == ["indicator.py"]


def test_a_folder_goes_before_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "site", "appraisal_share", "share", "raise SystemExit")
    declared(tmp_path / "plugins")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert load({"share": {}}, [tmp_path / "plugins"]).indicators["share"].unit == SHARE["unit"]


def test_two_packages_cannot_be_the_same_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "appraisal_share", "share", CODE)
    _install(tmp_path, "appraisal_other", "share", CODE)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(appraisal.Refused, match=r"appraisal_other, appraisal_share|appraisal_share, appraisal_other"):
        load({"share": {}}, [])


@pytest.mark.parametrize("value", ["os.path", "no_such_package", "json"])
def test_an_entry_point_that_is_no_plugin_package_is_refused(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "appraisal_share", "share", CODE, value)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(appraisal.Refused, match="is no package with an indicator"):
        load({"share": {}}, [])
