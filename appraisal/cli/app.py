"""The commands, their help in the reader's language, and what is said when the words do not fit."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from appraisal.cli.output import here
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable


class _AsWritten:
    """Takes every value as it was written: all of ours are text, and Typer's own coercion imports pydantic.

    That import is a fifth of a whole run. Where a version of Typer has no such place, it coerces text to text.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - the signature is Typer's
        return () if value is None and (param.multiple or param.nargs == -1) else value


class _Spoken:
    """The two phrases of a help page that the library does not translate.

    It is mixed into Typer's classes, whose attributes a type checker cannot see from here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for param in self.params:  # type: ignore[attr-defined] - Typer's
            param._runtime_param = _AsWritten()  # noqa: SLF001 - see there

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined] - Typer's
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=here(text("Usage: ")))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc] - Typer's
        if option is not None:
            option.help = here(text("Show this help and leave."))
        return option


class Command(_Spoken, TyperCommand):
    """A command with help in the reader's language."""


class Group(_Spoken, TyperGroup):
    """A group of commands with help in the reader's language."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Name the near commands where there is none of this name."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.commands) or list(self.commands)
            message = text(
                "There is no command {name}. Near or known: {near}.", name=args[0], near=Joined(tuple(near), ", ")
            )
            raise typer.BadParameter(here(message), ctx=ctx)
        return super().resolve_command(ctx, args)


#: The commands in the order of their help, each a module of its own with a function of its name.
COMMANDS = (
    "template",
    "validate",
    "intake",
    "status",
    "run",
    "explain",
    "verify",
    "replay",
    "compare",
    "history",
    "robustness",
    "export",
)
#: The groups of commands: module, help, function by command.
GROUPS = {
    "plugins": (
        text("List, show, write, check, try, pack and lock indicator plugins."),
        {
            "list": "list_",
            "show": "show",
            "new": "new",
            "check": "check",
            "try": "try_",
            "pack": "pack",
            "lock": "lock",
        },
    ),
    "scenarios": (
        text("List, show, compare and edit scenarios, begin one, and make a city's pack."),
        {
            "list": "list_",
            "show": "show",
            "diff": "diff",
            "annex": "annex",
            "from-annex": "from_annex",
            "new": "new",
            "pack": "pack",
        },
    ),
}


def command(asked: str | None = None) -> Any:
    """The whole command line, or as much of it as one command needs."""
    app = _group(
        here(text("Score service platforms against a year's rules, rank them, and say who wins the award and why."))
    )
    app.callback(cls=Group, invoke_without_command=True)(_top)
    every = asked not in (*COMMANDS, *GROUPS)
    for name in COMMANDS:
        if every or asked == name:
            app.command(name, cls=Command)(getattr(import_module(f"appraisal.cli.{name}"), name))
    for name, (help_, commands) in GROUPS.items():
        if every or asked == name:
            module = import_module(f"appraisal.cli.{name}")
            functions = {word: getattr(module, function) for word, function in commands.items()}
            app.add_typer(_subgroup(here(help_), functions), name=name)
    return typer.main.get_command(app)


def usage_message(error: Exception) -> Text:
    """What does not fit about the words of the command line."""
    kind, message = type(error).__name__, getattr(error, "message", str(error))
    hint = text(
        "See {command} --help.", command=ctx.command_path if (ctx := getattr(error, "ctx", None)) else "appraisal"
    )
    if kind == "NoSuchOption":
        near, name = getattr(error, "possibilities", None) or [], getattr(error, "option_name", "")
        if near:
            return text(
                "There is no option {name}; did you mean {near}? {hint}",
                name=name,
                near=Joined(tuple(near), ", "),
                hint=hint,
            )
        return text("There is no option {name}. {hint}", name=name, hint=hint)
    if kind == "MissingParameter":
        param = getattr(error, "param", None)
        name = (getattr(param, "metavar", None) or getattr(param, "name", "") or "").upper()
        option = next((one for one in getattr(param, "opts", ()) if one.startswith("--")), "")
        return text("{name} is missing. {hint}", name=f"{option} {name}".strip(), hint=hint)
    return text("{message} {hint}", message=message, hint=hint)


def _top(
    ctx: typer.Context,
    lang: str = typer.Option("", "--lang", metavar="zh|en", help=here(text("Language of all output."))),  # noqa: ARG001 - taken before, here for the help
    version: bool = typer.Option(False, "--version", help=here(text("Show the version and leave."))),
    traceback: bool = typer.Option(False, "--traceback", help=here(text("Show where in the program an error arose."))),  # noqa: ARG001 - taken before, here for the help
) -> None:
    if version:
        from appraisal import __version__

        typer.echo(f"appraisal {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _group(help_: str) -> typer.Typer:
    return typer.Typer(
        help=help_, cls=Group, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )


def _subgroup(help_: str, functions: dict[str, Callable[..., Any]]) -> typer.Typer:
    group = _group(help_)
    group.info.no_args_is_help = True
    for name, function in functions.items():
        group.command(name, cls=Command)(function)
    return group
