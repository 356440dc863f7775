"""Which global names a piece of code binds, and which it reads before it binds them."""

import ast
import symtable
from collections.abc import Iterable


def parse(code: str) -> ast.Module:
    """Parse the code of a notebook cell, with IPython's magics.

    Args:
        code: The cell's source.

    Returns:
        Its syntax tree.

    Raises:
        SyntaxError: It is not Python.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    return ast.parse(TransformerManager().transform_cell(code))


def names(code: str) -> tuple[dict[str, int], set[str]]:
    """Find the global names that a cell reads from elsewhere and those that it binds.

    A function's body counts where the function is defined. Of a statement's two branches both count as run.

    Args:
        code: The cell's source.

    Returns:
        The names that it reads before it has bound them, each with the line in the cell where that statement
        starts, and the names that it binds.

    Raises:
        SyntaxError: It is not Python.
    """
    reads: dict[str, int] = {}
    bound: set[str] = set()
    _walk(parse(code).body, reads, bound)
    return reads, bound


def _walk(statements: Iterable[ast.stmt], reads: dict[str, int], bound: set[str]) -> None:
    for statement in statements:
        head, bodies = _split(statement)
        for part in head:
            read, binds = _simple(part)
            for name in sorted(read - bound):
                reads.setdefault(name, statement.lineno)
            bound |= binds
        for body in bodies:
            _walk(body, reads, bound)


def _split(statement: ast.stmt) -> tuple[list[ast.stmt], list[list[ast.stmt]]]:
    """Take a compound statement apart: what runs first, as plain statements, and then its bodies."""
    if isinstance(statement, ast.For | ast.AsyncFor):
        bound = ast.Assign([statement.target], statement.iter, lineno=statement.lineno)
        return [bound], [statement.body, statement.orelse]
    if isinstance(statement, ast.While | ast.If):
        return [ast.Expr(statement.test)], [statement.body, statement.orelse]
    if isinstance(statement, ast.With | ast.AsyncWith):
        opened: list[ast.stmt] = [
            ast.Assign([item.optional_vars], item.context_expr, lineno=statement.lineno)
            if item.optional_vars
            else ast.Expr(item.context_expr)
            for item in statement.items
        ]
        return opened, [statement.body]
    if isinstance(statement, ast.Try | ast.TryStar):
        bodies = [statement.body]
        for handler in statement.handlers:
            caught: list[ast.stmt] = [ast.Expr(handler.type)] if handler.type else []
            if handler.name:
                target = ast.Name(handler.name, ast.Store())
                caught.append(ast.Assign([target], ast.Constant(None), lineno=statement.lineno))
            bodies.append(caught + handler.body)
        return [], [*bodies, statement.orelse, statement.finalbody]
    return [statement], []


def _simple(statement: ast.stmt) -> tuple[set[str], set[str]]:
    if not hasattr(statement, "lineno"):
        statement.lineno = 1
    code = ast.unparse(ast.fix_missing_locations(ast.Module([statement], [])))
    table = symtable.symtable(code, "cell", "exec")
    symbols = table.get_symbols()
    binds = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    # `x += 1` reads x as well as binding it, which symtable calls an assignment alone.
    reads = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        reads.add(statement.target.id)
    inner = list(table.get_children())
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        for symbol in scope.get_symbols():
            if symbol.is_global():
                (binds if symbol.is_declared_global() and symbol.is_assigned() else reads).add(
                    symbol.get_name()
                )
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        reads.discard(statement.name)
    return reads, binds
