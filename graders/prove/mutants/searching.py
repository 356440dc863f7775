"""Mistakes in search spaces: an even draw, no condition, one name for several values, nothing to choose."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, literal, operator, text

_ARGUMENTS = {
    "Int": ("name", "min_value", "max_value"),
    "Float": ("name", "min_value", "max_value"),
    "Choice": ("name", "values"),
    "Boolean": ("name",),
}
"""What KerasTuner's `hp` is asked for, with the names of the arguments that come first."""
_PARENT = ("parent_name", "parent_values")


def asked(cell: Cell) -> Iterator[ast.Call]:
    """Give the calls that ask for a hyperparameter by a name: `hp.Int("units", 16, 64)`."""
    for call in cell.find(ast.Call):
        name = dict(settings(call)).get("name")
        named = isinstance(name, ast.JoinedStr) or literal(name, str) is not None
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and named:
            yield call


def settings(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Give the arguments of such a call by name, positional ones too; none of any other call."""
    if call_name(call) in _ARGUMENTS:
        yield from zip(_ARGUMENTS[call_name(call)], call.args, strict=False)
        yield from ((word.arg, word.value) for word in call.keywords if word.arg)


@operator("draw evenly")
def draw_evenly(cell: Cell) -> Iterator[Change]:
    """A value is drawn evenly where its order of magnitude counts: no `log` sampling, no power of ten."""
    for word in cell.find(ast.keyword):
        if word.arg == "sampling" and literal(word.value, str) == "log":
            yield cell.replace(word.value, ast.Constant("linear"))
    for node in cell.find(ast.BinOp):
        drawn = node.right
        if isinstance(node.op, ast.Pow) and isinstance(drawn, ast.Call) and call_name(drawn) == "uniform":
            ends: list[ast.expr] = [ast.BinOp(node.left, ast.Pow(), end) for end in drawn.args[:2]]
            yield cell.replace(node, ast.Call(drawn.func, [*ends, *drawn.args[2:]], drawn.keywords))


@operator("no condition")
def no_condition(cell: Cell) -> Iterator[Change]:
    """A value that counts only in some cases is asked for in all: no `conditional_scope`, no parent."""
    for block, statement in cell.blocks():
        scopes = statement.items if isinstance(statement, ast.With) else []
        if isinstance(statement, ast.With) and any(
            call_name(scope.context_expr) == "conditional_scope" for scope in scopes
        ):
            at = block.index(statement)
            left = [*block[:at], *statement.body, *block[at + 1 :]]
            yield Change(statement, f"no {text(scopes[0].context_expr)}", [(block, left)])
    for call in asked(cell):
        kept = [word for word in call.keywords if word.arg not in _PARENT]
        if len(kept) < len(call.keywords):
            yield Change(call, f"{call_name(call)}(…): no parent", [(call.keywords, kept)])


@operator("one name for several")
def one_name(cell: Cell) -> Iterator[Change]:
    """Several values are asked for by one name, so that all of them are the first one's."""
    for call in asked(cell):
        name = dict(settings(call))["name"]
        if isinstance(name, ast.JoinedStr):
            fixed = "".join(literal(part, str) or "" for part in name.values).strip("_ ")
            yield cell.replace(name, ast.Constant(fixed or "value"))


@operator("a decade less")
def decade(cell: Cell) -> Iterator[Change]:
    """A range of orders of magnitude begins a decade too late, or ends a decade too early."""
    for call in asked(cell):
        given = dict(settings(call))
        if literal(given.get("sampling"), str) != "log":
            continue
        for name, factor in (("min_value", 10), ("max_value", 0.1)):
            end = given.get(name)
            number = literal(end, float)
            if end is not None and number is not None:
                yield cell.replace(end, ast.Constant(float(f"{number * factor:.10g}")))


@operator("fix a hyperparameter")
def fix_value(cell: Cell) -> Iterator[Change]:
    """A value is written down where the search should choose it: the smallest, the first, or no."""
    for call in asked(cell):
        given = dict(settings(call))
        values = given.get("values")
        fixed = given.get("min_value")
        if call_name(call) == "Boolean":
            fixed = ast.Constant(False)
        elif isinstance(values, ast.List | ast.Tuple) and values.elts:
            fixed = values.elts[0]
        if fixed is not None:
            yield cell.replace(call, fixed)
