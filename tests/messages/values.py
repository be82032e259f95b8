"""What an expression of the code can be: words, sentences for people, tuples of them, functions that make them."""

from __future__ import annotations

import ast
from itertools import product

from tests.messages.flow import Bound, Call, Code, Env, Function, Item

#: Functions call functions; none that makes a sentence stands deeper.
_DEEPEST = 12


def strings(code: Code, bound: Bound | None) -> list[str]:
    """The words of the code that an expression can be."""
    return [said for is_text, said in _values(code, bound, 0) if not is_text]


def texts(code: Code, bound: Bound | None) -> list[str]:
    """The sentences for people that an expression can be."""
    return [said for is_text, said in _values(code, bound, 0) if is_text]


def _values(  # noqa: C901, PLR0911, PLR0912 - a case for each kind of expression
    code: Code, bound: Bound | None, depth: int
) -> list[tuple[bool, str]]:
    """What an expression can be: words of the code (False), and sentences for people (True)."""
    if bound is None or depth > _DEEPEST:
        return []
    env, module = bound.env, bound.module

    def inner(*parts: ast.expr | None) -> list[tuple[bool, str]]:
        found = [one for part in parts if part for one in _values(code, Bound(part, env, module), depth + 1)]
        return list(dict.fromkeys(found))

    match bound.expr:
        case ast.Constant(value=str(word)):
            return [(False, word)]
        case ast.Name(id=name):
            known = env.get(name) or code.tops[module].get(name, ())
            return list(dict.fromkeys(one for each in known for one in _known(code, each, depth)))
        case ast.IfExp(body=one, orelse=other):
            return inner(one, other)
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return inner(*parts)
        case ast.JoinedStr(values=parts):
            return [(False, "".join(words)) for words in product(*(_words(code, part, bound, depth) for part in parts))]
        case ast.FormattedValue(value=value):
            return inner(value)
        case ast.Subscript(value=value) | ast.Attribute(value=value, attr="msgid"):
            return inner(value)
        case ast.Attribute(attr="kind"):
            # Of the columns that are no numbers only dates say so.
            return [(False, "date")]
        case ast.Attribute(attr="rule"):
            return [(False, rule) for call in code.calls if call.name == "Mended" for rule in _rules(code, call)]
        case ast.Call(func=ast.Name(id="text" | "Text"), args=[ast.Constant(value=str(sentence)), *_]):
            return [(True, sentence)]
        case ast.Call(func=ast.Name(id="Text"), args=[sentence, *_]):
            return inner(sentence)
        case ast.Call(func=ast.Name(id="next"), args=parts):
            return inner(*parts)
        case ast.Call(func=ast.Attribute(value=ast.Name() as owner, attr="get"), args=parts):
            return inner(owner, *parts[1:])
        case ast.Call() as call:
            found = [one for each in outcomes(code, Bound(call, env, module)) for one in _values(code, each, depth + 1)]
            return list(dict.fromkeys(found))
    return []


def _known(code: Code, known: Bound | Item | Function, depth: int) -> list[tuple[bool, str]]:
    if isinstance(known, Bound):
        return _values(code, known, depth + 1)
    if isinstance(known, Item):
        places = [
            outcome[known.place] for outcome in tuples(code, known.whole, depth + 1) if len(outcome) > known.place
        ]
        return [one for place in places for one in _values(code, place, depth + 1)]
    return []


def _words(code: Code, part: ast.expr, bound: Bound, depth: int) -> list[str]:
    found = _values(code, Bound(part, bound.env, bound.module), depth + 1)
    return [said for is_text, said in found if not is_text]


def _rules(code: Code, call: Call) -> list[str]:
    return [rule for rule in strings(code, call.argument(1, "rule")) if rule]


def tuples(  # noqa: PLR0911 - a case for each kind of expression
    code: Code, bound: Bound, depth: int = 0
) -> list[list[Bound]]:
    """The tuples that an expression can be, place by place."""
    if depth > _DEEPEST:
        return []
    env, module = bound.env, bound.module
    match bound.expr:
        case ast.Tuple(elts=parts):
            rows: list[list[Bound]] = [[]]
            for part in parts:
                more = (
                    tuples(code, Bound(part.value, env, module), depth + 1)
                    if isinstance(part, ast.Starred)
                    else [[Bound(part, env, module)]]
                )
                rows = [[*row, *one] for row, one in product(rows, more)]
            return rows
        case ast.IfExp(body=one, orelse=other):
            return [row for part in (one, other) for row in tuples(code, Bound(part, env, module), depth + 1)]
        case ast.BoolOp(values=parts) | ast.Dict(values=parts):
            return [row for part in parts for row in tuples(code, Bound(part, env, module), depth + 1)]
        case ast.Subscript(value=value):
            return tuples(code, Bound(value, env, module), depth + 1)
        case ast.Name(id=name):
            known = env.get(name) or code.tops[module].get(name, ())
            return [row for one in known if isinstance(one, Bound) for row in tuples(code, one, depth + 1)]
        case ast.Call():
            return [row for each in outcomes(code, bound) for row in tuples(code, each, depth + 1)]
    return []


def outcomes(code: Code, bound: Bound) -> list[Bound]:
    """What a call gives, its arguments put in."""
    assert isinstance(bound.expr, ast.Call)
    call, found = bound.expr, []
    for function in _callees(code, bound):
        names = [each.arg for each in function.node.args.args if each.arg != "self"]
        given: Env = {
            name: (Bound(value, bound.env, bound.module),) for name, value in zip(names, call.args, strict=False)
        }
        given |= {each.arg: (Bound(each.value, bound.env, bound.module),) for each in call.keywords if each.arg}
        found += code.outcomes(function, given)
    return found


def _callees(code: Code, bound: Bound) -> list[Function]:
    assert isinstance(bound.expr, ast.Call)
    match bound.expr.func:
        case ast.Name(id=name):
            known = bound.env.get(name) or code.tops[bound.module].get(name, ())
            direct = [one for one in known if isinstance(one, Function)]
            others = [one for one in known if isinstance(one, Bound)]
            return direct + [function for one in others for function in made(code, one)]
        case ast.Attribute(attr=name):
            return code.methods.get(name, []) if len(code.methods.get(name, [])) == 1 else []
    return []


def made(code: Code, bound: Bound) -> list[Function]:
    """The functions that an expression can be: named, or made by a call."""
    match bound.expr:
        case ast.Name(id=name):
            known = bound.env.get(name) or code.tops[bound.module].get(name, ())
            return [one for one in known if isinstance(one, Function)]
        case ast.IfExp(body=one, orelse=other):
            return [each for part in (one, other) for each in made(code, Bound(part, bound.env, bound.module))]
        case ast.Call():
            return [each for outcome in outcomes(code, bound) for each in made(code, outcome)]
    return []
