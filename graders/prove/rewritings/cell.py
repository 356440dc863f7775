"""The right answer that is rewritten: its tree, what the exercise asks for, the steps rewritings take."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from graders.prove.mutants.cell import BEGIN, END, Cell


class Given(Cell):
    """A right answer, parsed; a rewriting changes its tree in place.

    Args:
        source: The solution cell. A learner may change all of it, so regions do not count.
        asked: The learner's names that evidence is taken from, each with its kinds of evidence ("Model").
        known: Names that worked cells define.

    Raises:
        CourseError: The source is no Python.
    """

    def __init__(
        self, source: str, asked: Mapping[str, Set[str]] | None = None, known: Iterable[str] = ()
    ) -> None:
        lines = [line for line in source.splitlines() if line.strip() not in (BEGIN, END)]
        super().__init__("\n".join(lines), known)
        self.asked = dict(asked or {})
        self.known = frozenset(known)
        self._taken = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        self._taken |= {node.arg for node in ast.walk(self.tree) if isinstance(node, ast.arg)}
        self._taken |= self.known | set(self.asked)

    @property
    def body(self) -> list[ast.stmt]:
        """The cell's statements."""
        return self.tree.body

    def fresh(self, name: str) -> str:
        """Give a name that neither the cell nor a worked cell uses, made from this one."""
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def asked_of(self, *kinds: str) -> list[str]:
        """Give the names that the exercise asks for, those with one of some kinds of evidence."""
        return [name for name, found in self.asked.items() if not found.isdisjoint(kinds)]

    def functions(self, *names: str) -> Iterator[ast.FunctionDef]:
        """Give the functions of these names that the cell defines at its top level."""
        yield from (node for node in self.body if isinstance(node, ast.FunctionDef) and node.name in names)

    def all_blocks(self) -> list[list[ast.stmt]]:
        """Give every list of statements in the cell."""
        found = []
        for node in ast.walk(self.tree):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list) and block:
                    found.append(block)
        return found

    def first(self, *sources: str) -> None:
        """Put statements at the top of the cell."""
        self.body[:0] = statements("\n".join(sources))

    def last(self, *sources: str) -> None:
        """Put statements at the end of the cell."""
        self.body.extend(statements("\n".join(sources)))

    def swap(self, change: Callable[[ast.AST], ast.AST | None]) -> bool:
        """Put other nodes in the place of some, the inner ones first.

        Args:
            change: Gives what stands in a node's place, or None to leave it.

        Returns:
            Whether any was changed.
        """
        worker = _Swap(change)
        worker.visit(self.tree)
        return worker.changed

    def written(self) -> str:
        """Write the cell as it is now."""
        return ast.unparse(ast.fix_missing_locations(self.tree))


class _Swap(ast.NodeTransformer):
    def __init__(self, change: Callable[[ast.AST], ast.AST | None]) -> None:
        self._change = change
        self.changed = False

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit what is inside, then the node itself."""
        self.generic_visit(node)
        instead = self._change(node)
        if instead is None:
            return node
        self.changed = True
        return instead


@dataclass(frozen=True)
class Rewriting:
    """One way to write a right answer differently.

    Args:
        name: A few words.
        description: One sentence.
        change: Rewrites the cell in place; False when there is nothing to rewrite.
    """

    name: str
    description: str
    change: Callable[[Given], bool]

    def apply(self, cell: Given) -> str | None:
        """Rewrite an answer in every place where that can be done.

        Args:
            cell: The answer; its tree is used up.

        Returns:
            The rewritten cell; None when there is nothing to rewrite.
        """
        return cell.written() if self.change(cell) else None


REWRITINGS: dict[str, Rewriting] = {}


def rewriting(name: str) -> Callable:
    """Add a function to the rewritings; its docstring's first line describes it."""

    def add(change: Callable[[Given], bool]) -> Callable[[Given], bool]:
        REWRITINGS[name] = Rewriting(name, (change.__doc__ or "").strip().split("\n")[0], change)
        return change

    return add


def statements(source: str) -> list[ast.stmt]:
    """Parse some statements."""
    return ast.parse(source).body


def keyword_of(call: ast.Call, name: str) -> ast.expr | None:
    """Give the value of a call's keyword, or None."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def dotted(node: ast.AST) -> str:
    """Give a dotted name, `keras.layers.Dense`; "" where there is another expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def assigned(statement: ast.stmt) -> tuple[str, ast.expr] | None:
    """Give name and value of a plain assignment to one name, else None."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Name):
            return target.id, statement.value
    return None


def loaded(node: ast.AST) -> set[str]:
    """Give the names that are read somewhere below a node."""
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)
    }
