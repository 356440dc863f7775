"""The solution cell that is mutated: its tree, the lines that may change, the steps operators take."""

import ast
import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard, TypeVar

from graders.errors import CourseError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_SHOWN = 60
Node = TypeVar("Node", bound=ast.AST)
Placed = TypeVar("Placed", bound=ast.expr | ast.stmt | ast.keyword)
Value = TypeVar("Value", str, int, float, bool)


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one mistake in it.

    Args:
        source: The whole solution cell, mistake included; comments and layout are lost.
        operator: Name of the operator that made it.
        line: Line of the reference cell where the mistake sits, counted from 1.
        what: The mistake in a few words, the same from run to run ("Dense(…): 300 → 301").
    """

    source: str
    operator: str
    line: int
    what: str


@dataclass(frozen=True)
class Change:
    """One mistake, before it is put into the tree.

    Args:
        node: Where it sits.
        what: The mistake in a few words.
        swaps: Pairs of a node (or a list of nodes) of the tree and what stands there instead.
    """

    node: ast.AST
    what: str
    swaps: Sequence[tuple[object, object]]


class Cell:
    """A solution cell, parsed.

    Args:
        source: The whole cell as the author wrote it. When it holds solution regions only nodes inside them
            are mutated; the stub round them is given to the learner and stays.
        names: Names that earlier cells define, which a mistake may use.

    Raises:
        CourseError: The source is no Python.
    """

    def __init__(self, source: str, names: Iterable[str] = ()):
        try:
            self.tree = ast.parse(source)
        except SyntaxError as error:
            raise CourseError(
                f"The reference solution is no Python (line {error.lineno}: {error.msg}). Mend its cell."
            ) from error
        self.lines = _open_lines(source)
        self.parents: dict[ast.AST, ast.AST] = {}
        for parent in ast.walk(self.tree):
            for child in ast.iter_child_nodes(parent):
                self.parents[child] = parent
        self.bound = {
            node.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self.names = set(names) | self.bound

    def find(self, *types: type[Placed]) -> Iterator[Placed]:
        """Give the nodes of some types that may be mutated, in the order in which they stand in the cell."""
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, types) and self._open(node)]
        yield from sorted(nodes, key=lambda node: (node.lineno, node.col_offset))

    def parent(self, node: ast.AST, *types: type[Node]) -> Node | None:
        """Give the nearest node of some type that holds this one, or None."""
        above = self.parents.get(node)
        while above is not None:
            if isinstance(above, types):
                return above
            above = self.parents.get(above)
        return None

    def blocks(self) -> Iterator[tuple[list[ast.stmt], ast.stmt]]:
        """Give each statement that may be mutated together with the list that it stands in."""
        for node in ast.walk(self.tree):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list):
                    yield from ((block, statement) for statement in block if self._open(statement))

    def values(self, name: str) -> list[ast.expr]:
        """Give what the cell assigns to a name or to an attribute of self (`self.hidden`)."""
        return [
            node.value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets)
        ]

    def owner(self, node: ast.AST) -> str:
        """Name the place of a node for people: the call, keyword or statement that it stands in."""
        keyword, inner = "", node
        while (above := self.parents.get(inner)) is not None:
            if isinstance(above, ast.keyword) and above.arg and not keyword:
                keyword = above.arg
            elif isinstance(above, ast.Call) and inner is not above.func:
                called = call_name(above) or call_name(above.func) or "call"
                return f"{called}({keyword + '=' if keyword else ''}…)"
            elif isinstance(above, ast.stmt):
                return head(above)
            inner = above
        return "the cell"

    def replace(self, old: ast.AST, new: ast.AST, what: str = "") -> Change:
        """Put one node in the place of another."""
        return Change(old, what or f"{self.owner(old)}: {text(old)} → {text(new)}", [(old, new)])

    def exchange(self, first: ast.AST, second: ast.AST) -> Change:
        """Let two nodes change places."""
        what = f"{self.owner(first)}: {text(first)} ↔ {text(second)}"
        return Change(first, what, [(first, second), (second, first)])

    def drop(self, items: list, item: ast.AST, what: str = "") -> Change:
        """Leave one item out of a list of nodes; a block that becomes empty gets a `pass`."""
        left = [other for other in items if other is not item]
        if not left and isinstance(item, ast.stmt):
            left = [ast.Pass()]
        return Change(item, what or f"{self.owner(item)}: drop {text(item)}", [(items, left)])

    def render(self, change: Change) -> str:
        """Write the cell with one change in it."""
        # `deepcopy` asks its memo first: with the replacement in there the copy has the change in it.
        memo = {id(old): new for old, new in change.swaps}
        return ast.unparse(ast.fix_missing_locations(copy.deepcopy(self.tree, memo)))

    def _open(self, node: ast.AST) -> bool:
        return self.lines is None or getattr(node, "lineno", 0) in self.lines


@dataclass(frozen=True)
class Operator:
    """One kind of mistake that can be put into a reference solution.

    Args:
        name: A few words.
        description: One sentence.
        find: Gives every place in a cell where the mistake can be made.
    """

    name: str
    description: str
    find: Callable[[Cell], Iterator[Change]]

    def apply(self, cell: Cell) -> Iterator[Mutant]:
        """Make the mistake in every place of a cell, one at a time.

        Args:
            cell: The reference solution.

        Returns:
            The mutants, in the order of their lines; some may be equal to each other or to the reference.
        """
        for change in self.find(cell):
            line = getattr(change.node, "lineno", 1)
            yield Mutant(cell.render(change), self.name, line, change.what)


OPERATORS: dict[str, Operator] = {}


def operator(name: str) -> Callable:
    """Add a generator of changes to the operators; its docstring's first line describes it."""

    def add(find: Callable[[Cell], Iterator[Change]]) -> Callable[[Cell], Iterator[Change]]:
        OPERATORS[name] = Operator(name, (find.__doc__ or "").strip().split("\n")[0], find)
        return find

    return add


def call_name(call: ast.AST | None) -> str:
    """Give the last part of a called name, `Dense` for `keras.layers.Dense(10)`; "" where there is none."""
    func = call.func if isinstance(call, ast.Call) else None
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def text(node: ast.AST) -> str:
    """Write a node on one short line."""
    line = " ".join(ast.unparse(node).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def head(statement: ast.stmt) -> str:
    """Name a statement: what it sets, or the word that it begins with."""
    if isinstance(statement, ast.Assign):
        return f"{text(statement.targets[0])} = …"
    if isinstance(statement, ast.AugAssign):
        return f"{text(statement.target)} …="
    return f"{text(statement).split(' ')[0].split('(')[0]} …"


def expression(source: str) -> ast.expr:
    """Parse one expression."""
    return ast.parse(source, mode="eval").body


def constant(node: ast.AST | None, kind: type) -> TypeGuard[ast.Constant]:
    """Say whether a node is a literal of exactly this type (a bool is no int)."""
    return isinstance(node, ast.Constant) and type(node.value) is kind


def literal(node: ast.AST | None, kind: type[Value]) -> Value | None:
    """Give the value of a literal of exactly this type, or None."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if type(value) is kind else None


def _open_lines(source: str) -> set[int] | None:
    """The lines inside solution regions, or None when the source has no region."""
    lines: set[int] = set()
    inside = found = False
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() == BEGIN:
            inside = found = True
        elif line.strip() == END:
            inside = False
        elif inside:
            lines.add(number)
    return lines if found else None
