"""The laws as items of pytest, for authors of plugins: inert until a folder is named.

In ``pyproject.toml`` or on the command line::

    [tool.pytest.ini_options]
    appraisal_plugins = ["plugins/my_indicator"]

    pytest --appraisal-plugins plugins/my_indicator
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Finding
    from appraisal.testing.subject import Subject

_OPTION = "appraisal_plugins"
_FILES = ("indicator.json", "indicator.py")
_EXAMPLES = 50


class LawBrokenError(Exception):
    """A plugin breaks a law; the findings say how."""

    def __init__(self, findings: list[Finding]) -> None:
        """The findings of one part of the check."""
        self.findings = findings
        super().__init__(findings)


class LawWarning(UserWarning):
    """Something about a plugin that its author has to weigh."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the setting that ask for a check."""
    words = "check the laws of appraisal on the plugin in this folder (may be given several times)"
    parser.getgroup("appraisal").addoption(
        "--appraisal-plugins", action="append", default=[], metavar="DIR", help=words
    )
    parser.addini(_OPTION, "folders of appraisal plugins whose laws are checked", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest walk the named folders too, unless it was told exactly where to go."""
    if not _folders(config):
        return
    config.addinivalue_line("filterwarnings", "default::appraisal.testing.pytest_plugin.LawWarning")
    asked = [Path(folder) for folder in _asked(config)]
    told = config.args_source is pytest.Config.ArgsSource.ARGS
    for folder in asked if told else _folders(config):
        known = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
        if not any(folder.resolve().is_relative_to(other) for other in known):
            config.args.append(str(folder))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An indicator in a named folder; every other file is none of our business."""
    if file_path.name not in _FILES or file_path.parent.resolve() not in _folders(parent.config):
        return None
    if file_path.name != next(name for name in _FILES if (file_path.parent / name).is_file()):
        return None
    return PluginFile.from_parent(parent, path=file_path)


def _folders(config: pytest.Config) -> list[Path]:
    named = [*config.getini(_OPTION), *_asked(config)]
    return [Path(folder).resolve() for folder in named]


def _asked(config: pytest.Config) -> list[str]:
    return config.getoption("--appraisal-plugins") or []


class PluginFile(pytest.File):
    """The indicator of a plugin, loaded once for all its items and only when the first of them runs."""

    _loaded: tuple[list[Subject] | None, list[Finding]] | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each part of the check; nothing of the plugin is imported for that."""
        from appraisal.testing.check import PARTS  # noqa: PLC0415 - only where a folder is named

        for part in PARTS:
            yield LawItem.from_parent(self, name=part)

    def loaded(self) -> tuple[list[Subject] | None, list[Finding]]:
        """The indicators, or the findings that say why there are none."""
        if self._loaded is None:
            from appraisal.testing import check  # noqa: PLC0415 - as above

            folder = self.path.parent.resolve()
            missing = check.missing_library(folder)
            self._loaded = (None, missing) if missing else check.load(folder, ())
        return self._loaded


class LawItem(pytest.Item):
    """One part of the check."""

    def runtest(self) -> None:
        """Raise what is an error, warn of what the author has to weigh."""
        findings = self._findings()
        for finding in findings:
            if finding.severity == "warning":
                self.warn(LawWarning(_in_both(finding)))
        if errors := [finding for finding in findings if finding.severity == "error"]:
            raise LawBrokenError(errors)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Each finding in Chinese and in English, without a traceback."""
        if isinstance(excinfo.value, LawBrokenError):
            return "\n".join(_in_both(finding) for finding in excinfo.value.findings)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the item stands, in the words of pytest."""
        return self.path, 0, f"{self.path.parent.name}: {self.name}"

    def _findings(self) -> list[Finding]:
        from appraisal.testing import check  # noqa: PLC0415 - only where a folder is named

        assert isinstance(self.parent, PluginFile)
        made, findings = self.parent.loaded()
        if self.name == "loads":
            return findings
        if made is None:
            pytest.skip("the plugin does not load")
        if self.name == "anywhere":
            from appraisal.testing import anywhere  # noqa: PLC0415 - as above

            return anywhere.differences(self.path.parent.resolve(), (), made)
        return [finding for one in made for finding in check.part_findings(one, self.name, _EXAMPLES, seed=0)]


def _in_both(finding: Finding) -> str:
    return f"{finding.line('zh')}\n{finding.line('en')}"
