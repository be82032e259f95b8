"""appraisal robustness: how sure a result is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Evidence, Json, ResultFolder, option
from appraisal.cli.output import here, progress, say, say_json
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.sensitivity.robustness import Robustness

#: More draws than anybody needs, and the largest seed.
_MOST = 100_000_000
_STEPS = {
    "certificate": text("How far the weights may move …"),
    "acceptability": text("Drawing weights and evidence …"),
    "nearest": text("Other values of single measures …"),
    "rows": text("Without single rows of evidence …"),
    "sampled": text("Appraising under other weights …"),
    "choices": text("Other curves, means and rules for missing values …"),
    "without": text("Without one indicator, without one platform …"),
}


def robustness(
    result: ResultFolder,
    draws: Annotated[str, option(text("So many draws."), "--draws", metavar="NUMBER")] = "100000",
    seed: Annotated[str, option(text("The same seed gives the same draws."), "--seed", metavar="NUMBER")] = "20120823",
    weights: Annotated[
        str,
        option(
            text("Which weights are drawn: around (the rules'), uniform (any), ordinal (the order of the rules')."),
            "--weights",
            metavar="KIND",
        ),
    ] = "around",
    within: Annotated[
        str, option(text("With around: by how much at most, such as 10%."), "--within", metavar="PERCENT")
    ] = "10%",
    level: Annotated[
        str, option(text("What is weighed anew: leaf, group or nested."), "--level", metavar="LEVEL")
    ] = "leaf",
    rows: Annotated[
        str, option(text("Rows of the Sobol' design at most, a power of two."), "--rows", metavar="NUMBER")
    ] = "4096",
    evidence: Evidence = None,
    out: Annotated[
        str | None,
        option(text("Write every table as Parquet, and robustness.json, into this folder."), "--out", metavar="DIR"),
    ] = None,
    as_json: Json = False,
) -> int:
    ask = _question()
    kind, part, tree = _kind(weights), _part(within), _level(level)
    count, sown = _number("--draws", draws, 1), _number("--seed", seed, 0)
    found = ask(
        Path(result),
        evidence_dir=Path(evidence) if evidence else None,
        draws=count,
        seed=sown,
        weights=kind,
        within=part,
        level=tree,
        rows=_power("--rows", rows),
        progress=lambda step: progress(_STEPS[step]),
    )
    if out:
        _write(found, Path(out))
    if as_json:
        say_json({**found.about(), "tables": {name: table.to_dicts() for name, table in found.tables().items()}})
        return 0
    from appraisal.cli.robustness_said import say_robustness

    say_robustness(found)
    if out:
        say(text("Written: {folder}", folder=out))
    return 0


robustness.__doc__ = here(
    text("Say how sure a result is: how far weights may move, who wins under how many of them, and what it hangs on.")
)


def _question() -> Any:
    """The question itself, with the libraries that only it needs."""
    from appraisal.errors import Finding, Refused

    try:
        from appraisal.sensitivity.robustness import robustness as ask
    except ModuleNotFoundError as missing:
        message = text("This question needs the library {library}, which is not installed.", library=missing.name)
        fix = text('Install it with: python -m pip install ".[robustness]"')
        raise Refused([Finding("robustness|extra", message, fix)]) from missing
    return ask


def _number(name: str, word: str, least: int) -> int:
    if not word.isdecimal() or not least <= int(word) <= _MOST:
        raise typer.BadParameter(
            here(
                text("{option} is a whole number from {least} to {most}.", option=name, least=least, most=f"{_MOST:,}")
            )
        )
    return int(word)


def _power(name: str, word: str) -> int:
    number = _number(name, word, 2)
    if number & (number - 1):
        raise typer.BadParameter(here(text("{option} is a power of two, such as 4096.", option=name)))
    return number


def _kind(word: str) -> Any:
    if word not in ("around", "uniform", "ordinal"):
        raise typer.BadParameter(here(text("--weights is around, uniform or ordinal.")))
    return word


def _level(word: str) -> Any:
    if word not in ("leaf", "group", "nested"):
        raise typer.BadParameter(here(text("--level is leaf, group or nested.")))
    return word


def _part(words: str) -> float:
    """A percentage with its sign; a bare number might mean either."""
    number = words.removesuffix("%")
    if words == number or not number.replace(".", "", 1).isdecimal() or not 0 <= float(number) <= 100:  # noqa: PLR2004
        raise typer.BadParameter(here(text("--within is a percentage from 0% to 100%, such as 10%.")))
    return float(number) / 100


def _write(found: Robustness, folder: Path) -> None:
    import io

    from appraisal.schema import dumps
    from appraisal.storage.whole import write_file

    folder.mkdir(parents=True, exist_ok=True)
    for name, table in found.tables().items():
        buffer = io.BytesIO()
        table.write_parquet(buffer, compression="zstd", statistics=False)
        write_file(folder / f"{name}.parquet", buffer.getvalue())
    write_file(folder / "robustness.json", dumps(_plain(found.about())).encode())


def _plain(value: Any) -> Any:
    """As JSON has it: floats by their shortest digits."""
    import json

    return json.loads(json.dumps(value, ensure_ascii=False, default=str), parse_float=_decimal)


def _decimal(words: str) -> Any:
    from decimal import Decimal

    return Decimal(words)
