"""The code read without running it: every call of some classes, with what its arguments can be where it stands."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, eq=False)
class Bound:
    """An expression where it stands: what the names in it can be."""

    expr: ast.expr
    env: Env
    module: str


@dataclass(frozen=True, eq=False)
class Item:
    """One place of a tuple that a call gives."""

    whole: Bound
    place: int


@dataclass(frozen=True, eq=False)
class Function:
    """A function and what it sees from outside."""

    node: ast.FunctionDef
    env: Env
    module: str


#: More ways through a function than these are taken together.
_MOST_WAYS = 12
Env = dict[str, "tuple[Bound | Item | Function, ...]"]


@dataclass
class Call:
    """A call of one of the classes that are looked for."""

    name: str
    node: ast.Call
    env: Env
    module: str

    def argument(self, place: int, keyword: str) -> Bound | None:
        """The argument in a place or of a name."""
        for each in self.node.keywords:
            if each.arg == keyword:
                return Bound(each.value, self.env, self.module)
        return Bound(self.node.args[place], self.env, self.module) if place < len(self.node.args) else None


@dataclass
class Code:
    """The modules that are read, and what stands at their top."""

    wanted: frozenset[str]
    tops: dict[str, Env] = field(default_factory=dict)
    methods: dict[str, list[Function]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    is_looking: bool = True

    def read(self, paths: Mapping[str, Path]) -> None:
        """Read the modules, given by their dotted names, and look for the calls in them."""
        trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sorted(paths.items())}
        for name, tree in trees.items():
            self.tops[name] = self._top(tree, name)
        for name, tree in trees.items():
            for node in tree.body:
                if isinstance(node, ast.ImportFrom) and node.module in self.tops:
                    for each in node.names:
                        known = self.tops[node.module].get(each.name)
                        if known:
                            self.tops[name].setdefault(each.asname or each.name, known)
        for name in trees:
            for function in self._functions(name):
                self.outcomes(function, {})
        self.is_looking = False

    def _top(self, tree: ast.Module, module: str) -> Env:
        env: Env = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                env[node.name] = (Function(node, env, module),)
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        self.methods.setdefault(inner.name, []).append(Function(inner, env, module))
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name):
                    env[target.id] = (Bound(node.value, env, module),)
        return env

    def _functions(self, module: str) -> Iterator[Function]:
        for known in self.tops[module].values():
            yield from (each for each in known if isinstance(each, Function) and each.module == module)
        for known in self.methods.values():
            yield from (each for each in known if each.module == module)

    def outcomes(self, function: Function, given: Env) -> list[Bound]:
        """What a function returns or yields, where its parameters are ``given``."""
        names = {each.arg for each in (*function.node.args.args, *function.node.args.kwonlyargs)}
        env = {name: known for name, known in function.env.items() if name not in names} | given
        found: list[Bound] = []
        self._run(function.node.body, [env], function.module, found)
        return found

    def _run(self, body: Sequence[ast.stmt], envs: list[Env], module: str, found: list[Bound]) -> list[Env]:
        """What the names can be after some statements, way by way; no ways where all of them have left."""
        for statement in body:
            after = [one for env in envs for one in self._step(statement, env, module, found)]
            envs = after if len(after) <= _MOST_WAYS else [_either(after)]
        return envs

    def _step(  # noqa: C901, PLR0911 - a case for each kind of statement
        self, node: ast.stmt, env: Env, module: str, found: list[Bound]
    ) -> list[Env]:
        if isinstance(node, ast.FunctionDef):
            env = {**env, node.name: (Function(node, env, module),)}
            if self.is_looking:
                self.outcomes(Function(node, env, module), {})
            return [env]
        self._look(node, env, module, found)
        match node:
            case ast.Return():
                found += [Bound(node.value, env, module)] if node.value else []
                return []
            case ast.Raise() | ast.Continue() | ast.Break():
                return []
            case ast.Assign():
                return [env | _assigned(node.targets[0], Bound(node.value, env, module))]
            case ast.AnnAssign() if node.value:
                return [env | _assigned(node.target, Bound(node.value, env, module))]
            case ast.If():
                return [one for body in (node.body, node.orelse) for one in self._run(body, [env], module, found)]
            case ast.Match():
                bodies = [case.body for case in node.cases]
                return [env, *(one for body in bodies for one in self._run(body, [env], module, found))]
            case ast.For():
                return [env, *self._run(node.body, [env | _each(node, env, module)], module, found)]
            case ast.While() | ast.With():
                return [env, *self._run(node.body, [env], module, found)]
            case ast.Try():
                bodies = [node.body, *(handler.body for handler in node.handlers)]
                after = [one for body in bodies for one in self._run(body, [env], module, found)]
                return self._run(node.orelse, after, module, found)
        return [env]

    def _look(self, node: ast.stmt, env: Env, module: str, found: list[Bound]) -> None:
        """The calls and yields in the expressions of a statement, but not in the statements inside it."""
        pending: list[ast.AST] = [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.stmt)]
        while pending:
            each = pending.pop()
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in self.wanted:
                if self.is_looking:
                    self.calls.append(Call(each.func.id, each, env, module))
            elif isinstance(each, ast.Yield | ast.YieldFrom) and each.value:
                found.append(Bound(each.value, env, module))
            pending += [one for one in ast.iter_child_nodes(each) if not isinstance(one, ast.stmt | ast.match_case)]


def _assigned(target: ast.expr, value: Bound) -> Env:
    if isinstance(target, ast.Name):
        return {target.id: (value,)}
    if not isinstance(target, ast.Tuple):
        return {}
    names = [each.id if isinstance(each, ast.Name) else "" for each in target.elts]
    if isinstance(value.expr, ast.Tuple) and len(value.expr.elts) == len(names):
        return {
            name: (Bound(each, value.env, value.module),) for name, each in zip(names, value.expr.elts, strict=True)
        }
    return {name: (Item(value, place),) for place, name in enumerate(names)}


def _each(node: ast.For, env: Env, module: str) -> Env:
    """The names of a loop over rows that stand in the code."""
    bound: Env = {}
    for row in node.iter.elts if isinstance(node.iter, ast.Tuple) else ():
        for name, known in _assigned(node.target, Bound(row, env, module)).items():
            bound[name] = bound.get(name, ()) + known
    return bound


def _either(envs: Sequence[Env]) -> Env:
    """One for several ways: what a name can be on any of them."""
    names = {name for env in envs for name in env}
    return {name: tuple(dict.fromkeys(one for env in envs for one in env.get(name, ()))) for name in names}
