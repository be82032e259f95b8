"""From the words on the command line to an exit code: 0 done, 1 refused, 2 wrong usage, 3 done with open decisions."""

from __future__ import annotations

import codecs
import gettext
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from appraisal import paths, texts
from appraisal.errors import Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED, USAGE, INTERRUPTED = 1, 2, 130
#: Commands whose inputs the command validate checks too.
_CHECKED = {"run", "intake"}


def _named(error: UnicodeError) -> tuple[str, int]:
    """The characters that a console lacks by their numbers, as tables of characters list them: ``[U+364D]``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(f"[U+{ord(sign):04X}]" for sign in error.object[error.start : error.end]), error.end


_NAMED = "appraisal.named"
codecs.register_error(_NAMED, _named)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a rare town name must not end the run.
        stream.reconfigure(errors=_NAMED)  # type: ignore[union-attr] - the streams of Python have it
    words = list(sys.argv[1:] if arguments is None else arguments)
    traceback = "--traceback" in words
    words = [word for word in words if word != "--traceback"]
    try:
        sys.exit(_run(words))
    except (Exception, RecursionError) as error:
        if traceback:
            raise
        from appraisal.cli.output import complain

        if isinstance(error, OSError) and error.filename:
            # Rights, a full disk, a name that is too long: not a fault of the program, and nothing it can mend.
            complain(text("{file}: {reason}.", file=error.filename, reason=error.strerror or type(error).__name__))
            sys.exit(REFUSED)
        complain(text("Something went wrong inside appraisal: {error}", error=f"{type(error).__name__}: {error}"))
        complain(
            text("This is a fault of the program. Run the command again with --traceback and report what it prints.")
        )
        sys.exit(REFUSED)


def _run(words: list[str]) -> int:
    words, unknown = _choose_language(words)
    # NOTE: help texts are made while commands are imported, so the language is chosen first.
    from appraisal.cli.app import command, usage_message
    from appraisal.cli.output import SEE_ALL, complain, complain_findings, typer_errors

    errors = typer_errors()
    try:
        if unknown:
            complain(text("There is no language {name}. Use --lang zh or --lang en.", name=unknown))
            return USAGE
        code = command(words[0] if words else None).main(words, prog_name="appraisal", standalone_mode=False)
    except Refused as refused:
        complain_findings(refused.findings, rest=SEE_ALL if words[0] in _CHECKED else None)
        return REFUSED
    except errors.usage as error:
        complain(usage_message(error))
        return USAGE
    except (errors.abort, KeyboardInterrupt):
        complain(text("Stopped; nothing was written."))
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


def _choose_language(words: list[str]) -> tuple[list[str], str | None]:
    """Take ``--lang X`` from wherever it stands; what is not a language comes back as the second value."""
    kept, asked = [], None
    remaining = iter(words)
    for word in remaining:
        if word == "--lang":
            asked = next(remaining, "")
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
        else:
            kept.append(word)
    language = texts.preferred() if asked is None else texts.parse_language(asked)
    os.environ["APPRAISAL_LANG"] = language or texts.preferred()
    # Typer looks its own few words up in the domain "messages".
    os.environ["LANGUAGE"] = os.environ["APPRAISAL_LANG"]
    # A year's evidence is small: the in-memory engine starts sooner. Results are the same under both.
    os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
    gettext.bindtextdomain("messages", paths.locale())
    return kept, None if language else asked
