"""The parser: tokens to tree by precedence climbing, with limits on depth and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

from appraisal.formula import primaries
from appraisal.formula.lexer import tokenize
from appraisal.formula.problems import NOTHING, Problems
from appraisal.formula.refused_words import refuse_word
from appraisal.formula.tree import (
    Arithmetic,
    Between,
    Comparison,
    In,
    IsNull,
    Junction,
    Like,
    Negation,
    Node,
    Not,
    Step,
)
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.errors import Place
    from appraisal.formula.lexer import Token
    from appraisal.formula.tree import ArithmeticOperator, ComparisonOperator
    from appraisal.texts import Text

DEEPEST = 60
LARGEST = 500

_OR, _AND, _NOT, _PREDICATE, _SUM, _PRODUCT, _SIGN = range(1, 8)
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
#: How tightly each operator binds.
OPERATORS = {
    "OR": _OR,
    "AND": _AND,
    **dict.fromkeys((*_COMPARISONS, "IN", "BETWEEN", "IS", "LIKE", "NOT"), _PREDICATE),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
}

AnyNode = TypeVar("AnyNode", bound=Node)


def parse(formula: str, place: Place) -> Node:
    """The tree of a formula that stands at ``place``, or Refused."""
    return parse_with(formula, Problems(place))


def parse_with(formula: str, problems: Problems) -> Node:
    """The tree of a formula, with its problems added to others of the same formula."""
    parser = Parser(tokenize(formula, problems), problems)
    if parser.token.kind == "end":
        problems.refuse("empty", 1, text("The formula is empty."), text("Write an expression, such as COUNT(*)."))
    tree = parser.expression()
    if parser.token.kind != "end":
        parser.unexpected()
    return tree


class Parser:
    """A place among the tokens of one formula, and what was counted on the way there."""

    def __init__(self, tokens: list[Token], problems: Problems) -> None:
        """Before the first token."""
        self.problems = problems
        self._tokens = tokens
        self._index = 0
        self._depth = 0
        self._nodes = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._index]

    @property
    def following(self) -> Token:
        """The token after the next."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, which is then behind."""
        token = self.token
        self._index = min(self._index + 1, len(self._tokens) - 1)
        return token

    def accept(self, keyword: str) -> bool:
        """Whether the next token is this keyword; if so it is taken."""
        found = self.token.keyword == keyword
        if found:
            self.take()
        return found

    def expect(self, keyword: str) -> None:
        """Take this keyword or refuse the formula."""
        if not self.accept(keyword):
            self.unexpected(text("Here stands {wanted}.", wanted=keyword))

    def close(self, opening: Token) -> None:
        """Take the bracket that closes ``opening``."""
        if self.accept(")"):
            return
        if self.token.kind == "end":
            message = text("The bracket that opens here is not closed.")
            self.problems.refuse("unclosed", opening.at, message, text("Type ) where it ends."))
        self.unexpected(text("An operator, a comma or ) would fit."))

    def made(self, node: AnyNode) -> AnyNode:
        """A new node, counted."""
        self._nodes += 1
        if self._nodes > LARGEST:
            message = text("The formula has more than {most} parts.", most=LARGEST)
            fix = text("Conditions on rows belong to where, further measures to further indicators.")
            self.problems.refuse("too_large", node.at, message, fix)
        return node

    def unexpected(self, fix: Text = NOTHING) -> NoReturn:
        """Refuse the formula at the next token."""
        token = self.token
        refuse_word(token, self.problems)
        if token.kind == "end":
            self.problems.refuse("syntax", token.at, text("The formula ends too early."), fix)
        if token.keyword == "FILTER":
            self.problems.refuse("filter", token.at, text("FILTER stands after COUNT, SUM, MIN and MAX only."))
        message = text("{token} cannot stand here.", token=token.written)
        self.problems.refuse("syntax", token.at, message, fix, token.written)

    def expression(self, power: int = 0) -> Node:
        """Read operands and operators that bind tighter than ``power``."""
        self._depth += 1
        if self._depth > DEEPEST:
            message = text("The formula is nested more than {most} deep.", most=DEEPEST)
            self.problems.refuse("too_deep", self.token.at, message)
        left = self._prefix(power)
        while (found := OPERATORS.get(self.token.keyword, 0)) > power:
            left = self._infix(left, found)
        self._depth -= 1
        return left

    def _prefix(self, power: int) -> Node:
        token = self.token
        if self.accept("NOT"):
            if power > _NOT:
                self.problems.refuse("syntax", token.at, text("NOT needs brackets here."), text("Write (NOT ...)."))
            return self.made(Not(token.at, self.expression(_NOT)))
        if self.accept("-"):
            if self.token.kind == "number":
                return self.made(primaries.number(self.take(), token.at, sign=-1))
            return self.made(Negation(token.at, self.expression(_SIGN)))
        if self.accept("+"):
            return self.expression(_SIGN)
        return primaries.primary(self)

    def _infix(self, left: Node, power: int) -> Node:
        if power in (_OR, _AND):
            return self._junction(left, power)
        if power != _PREDICATE:
            return self._chain(left, power)
        predicate = self._predicate(left)
        if OPERATORS.get(self.token.keyword) == _PREDICATE:
            fix = text("Join two comparisons with AND, or use brackets.")
            self.problems.refuse("chain", self.token.at, text("A comparison cannot be compared again."), fix)
        return predicate

    def _junction(self, left: Node, power: int) -> Node:
        operator, at, operands = "OR" if power == _OR else "AND", self.token.at, [left]
        while self.accept(operator):
            operands.append(self.expression(power))
        return self.made(Junction(at, operator, tuple(operands)))

    def _chain(self, left: Node, power: int) -> Node:
        at, steps = self.token.at, []
        while OPERATORS.get(self.token.keyword) == power:
            operator = cast("ArithmeticOperator", self.take().keyword)
            steps.append(Step(operator, self.expression(power)))
        return self.made(Arithmetic(at, left, tuple(steps)))

    def _predicate(self, left: Node) -> Node:
        token = self.take()
        if token.keyword in _COMPARISONS:
            operator = cast("ComparisonOperator", token.keyword)
            return self.made(Comparison(token.at, operator, left, self.expression(_PREDICATE)))
        if token.keyword == "IS":
            return self._is_null(left, token.at)
        negated = token.keyword == "NOT"
        keyword = self.token.keyword if negated else token.keyword
        if keyword not in ("IN", "BETWEEN", "LIKE"):
            self.unexpected(text("After NOT stands IN, BETWEEN or LIKE."))
        if negated:
            self.take()
        if keyword == "IN":
            return self.made(In(token.at, left, self._options(), negated))
        operand = self.expression(_PREDICATE)
        if keyword == "LIKE":
            return self.made(Like(token.at, left, operand, negated))
        self.expect("AND")
        return self.made(Between(token.at, left, operand, self.expression(_PREDICATE), negated))

    def _is_null(self, left: Node, at: int) -> Node:
        negated = self.accept("NOT")
        if self.token.keyword in ("TRUE", "FALSE"):
            self.unexpected(text("Write the condition alone, or NOT before it."))
        self.expect("NULL")
        return self.made(IsNull(at, left, negated))

    def _options(self) -> tuple[Node, ...]:
        opening = self.token
        self.expect("(")
        options = [self.expression()]
        while self.accept(","):
            options.append(self.expression())
        self.close(opening)
        return tuple(options)
