"""Mistakes in values: a number, a sign, an axis, a slice, a name mistaken for its neighbour."""

import ast
import re
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, constant, literal, operator, text
from graders.prove.mutants.forgetting import COSMETIC

_SEEDS = {"seed", "random_state", "set_random_seed", "default_rng", "RandomState"}
_ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_FUNCTION = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "argmin": "argmax",
    "square": "abs",
    "abs": "square",
    "absolute": "square",
    "std": "var",
    "maximum": "minimum",
    "minimum": "maximum",
    "transform": "fit_transform",
    "fit_transform": "transform",
    "weights": "trainable_weights",
    "trainable_weights": "weights",
    "trainable_variables": "variables",
    "non_trainable_weights": "trainable_weights",
    "get_weights": "weights",
    "assign_add": "assign",
    "floor": "ceil",
    "ceil": "floor",
}
_OUTER = {
    "sqrt",
    "log",
    "exp",
    "abs",
    "square",
    "stop_gradient",
    "expand_dims",
    "squeeze",
    "sigmoid",
    "softmax",
    "to_categorical",
}
"""Functions of one array that are easily forgotten."""
_SPLITS = ("train", "valid", "val", "test")


@operator("off by one")
def off_by_one(cell: Cell) -> Iterator[Change]:
    """A whole number is one too large; in a slice, a range or a comparison also one too small."""
    for node in cell.find(ast.Constant):
        number = literal(node, int)
        if number is None or _is_seed(cell, node) or _is_sign(cell, node) or _is_cosmetic(cell, node):
            continue
        yield cell.replace(node, ast.Constant(number + 1))
        if number > 0 and _is_boundary(cell, node):
            yield cell.replace(node, ast.Constant(number - 1))


def _is_sign(cell: Cell, node: ast.Constant) -> bool:
    """Whether the number is the 1 of -1, as in `axis=-1`: the axis operator changes those."""
    return isinstance(cell.parents.get(node), ast.UnaryOp) and cell.owner(node).endswith("(axis=…)")


def _is_cosmetic(cell: Cell, node: ast.AST) -> bool:
    above = cell.parents.get(node)
    return isinstance(above, ast.keyword) and above.arg in COSMETIC


def _is_seed(cell: Cell, node: ast.AST) -> bool:
    above = cell.parents.get(node)
    name = above.arg if isinstance(above, ast.keyword) else call_name(above) if above else ""
    return name in _SEEDS


def _is_boundary(cell: Cell, node: ast.AST) -> bool:
    above = cell.parents.get(node)
    return isinstance(above, ast.Slice | ast.Subscript | ast.Compare) or call_name(above) == "range"


@operator("twice the number")
def twice(cell: Cell) -> Iterator[Change]:
    """A constant with a decimal point is twice as large."""
    for node in cell.find(ast.Constant):
        if number := literal(node, float):
            yield cell.replace(node, ast.Constant(number * 2))


@operator("arithmetic")
def arithmetic(cell: Cell) -> Iterator[Change]:
    """Plus for minus, times for divided by."""
    for node in cell.find(ast.BinOp):
        other = _ARITHMETIC.get(type(node.op))
        if other:
            yield cell.replace(node, ast.BinOp(node.left, other(), node.right))
    for step in cell.find(ast.AugAssign):
        other = _ARITHMETIC.get(type(step.op))
        if other:
            changed = ast.AugAssign(step.target, other(), step.value)
            yield cell.replace(step, changed, f"{text(step)}: {_sign(other)}")
            plain = ast.Assign([step.target], step.value, lineno=step.lineno)
            yield cell.replace(step, plain, f"{text(step)}: =")


def _sign(kind: type[ast.operator]) -> str:
    return text(ast.AugAssign(ast.Name("x", ast.Store()), kind(), ast.Name("y"))).split()[1]


@operator("drop an operand")
def drop_operand(cell: Cell) -> Iterator[Change]:
    """One side of a sum, a difference, a product or a quotient is forgotten."""
    for node in cell.find(ast.BinOp):
        if not isinstance(node.op, ast.MatMult | ast.BitOr) and not constant(node.left, str):
            yield cell.replace(node, node.left)
            yield cell.replace(node, node.right)


@operator("comparison")
def comparison(cell: Cell) -> Iterator[Change]:
    """At most for less than, more for less, equal for different."""
    for node in cell.find(ast.Compare):
        for other in _COMPARISONS[type(node.ops[0])]:
            yield cell.replace(node, ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators))


@operator("condition")
def condition(cell: Cell) -> Iterator[Change]:
    """A condition is the wrong way round, or holds too often: `and` for `or`, a `not` too few."""
    asking: list[ast.If | ast.IfExp | ast.While]
    asking = [*cell.find(ast.If), *cell.find(ast.IfExp), *cell.find(ast.While)]
    for node in asking:
        if not isinstance(node.test, ast.Compare):
            yield cell.replace(node.test, ast.UnaryOp(ast.Not(), node.test))
        yield cell.replace(node.test, ast.Constant(not isinstance(node, ast.While)))
    for joined in cell.find(ast.BoolOp):
        other = ast.Or() if isinstance(joined.op, ast.And) else ast.And()
        yield cell.replace(joined, ast.BoolOp(other, joined.values))
    for turned in cell.find(ast.UnaryOp):
        signs = isinstance(turned.op, ast.Not | ast.USub | ast.Invert)
        if signs and not isinstance(turned.operand, ast.Constant):
            yield cell.replace(turned, turned.operand)


@operator("labels for probabilities")
def labels(cell: Cell) -> Iterator[Change]:
    """Classes are given where probabilities were asked for, or the other way round."""
    for call in cell.find(ast.Call):
        if call_name(call) == "argmax":
            if call.args and _of_module(call):
                yield cell.replace(call, call.args[0], f"{text(call)}: drop argmax")
            elif isinstance(call.func, ast.Attribute):
                yield cell.replace(call, call.func.value, f"{text(call)}: drop argmax")
        elif call_name(call) == "predict":
            wrapped = ast.Call(
                ast.Attribute(call, "argmax", ast.Load()),
                [],
                [ast.keyword("axis", ast.Constant(-1))],
            )
            yield cell.replace(call, wrapped, f"{text(call)}: add argmax")


def _of_module(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and text(call.func.value) in {
        "np",
        "numpy",
        "ops",
        "keras.ops",
        "tf",
    }


@operator("axis")
def axis(cell: Cell) -> Iterator[Change]:
    """Along rows for along columns."""
    for word in cell.find(ast.keyword):
        if word.arg in ("axis", "dim"):
            last = isinstance(word.value, ast.UnaryOp) or constant(word.value, int) and word.value.value != 0
            yield cell.replace(word.value, ast.Constant(0 if last else 1))


@operator("slice")
def slices(cell: Cell) -> Iterator[Change]:
    """A slice begins or ends elsewhere, or takes the other part: `[:n]` for `[n:]`."""
    for node in cell.find(ast.Slice):
        if node.lower:
            yield cell.replace(node, ast.Slice(None, node.upper, node.step))
        if node.upper:
            yield cell.replace(node, ast.Slice(node.lower, None, node.step))
        if (node.lower is None) != (node.upper is None):
            yield cell.replace(node, ast.Slice(node.upper, node.lower, node.step))
    for part in cell.find(ast.Subscript):
        if isinstance(part.slice, ast.Slice) and isinstance(part.ctx, ast.Load):
            yield cell.replace(part, part.value, f"{text(part)}: no slice")


@operator("another function")
def another_function(cell: Cell) -> Iterator[Change]:
    """A neighbour of the function or attribute meant: sum for mean, fit_transform for transform."""
    for node in cell.find(ast.Attribute):
        if node.attr in _OTHER_FUNCTION and isinstance(node.ctx, ast.Load):
            yield cell.replace(node, ast.Attribute(node.value, _OTHER_FUNCTION[node.attr], node.ctx))


@operator("forget a function")
def forget_function(cell: Cell) -> Iterator[Change]:
    """The root, the logarithm, the conversion round a value is forgotten."""
    for call in cell.find(ast.Call):
        if call_name(call) in _OUTER and call.args:
            yield cell.replace(call, call.args[0])


@operator("swap arguments")
def swap_arguments(cell: Cell) -> Iterator[Change]:
    """The first two arguments of a call, or the operands of a difference or quotient, change places."""
    for call in cell.find(ast.Call):
        if len(call.args) >= 2 and not any(isinstance(arg, ast.Starred) for arg in call.args[:2]):
            yield cell.exchange(*call.args[:2])
    for node in cell.find(ast.BinOp):
        even = isinstance(node.op, ast.Sub) and _is_squared(cell, node)
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult) and not even:
            yield cell.exchange(node.left, node.right)


def _is_squared(cell: Cell, node: ast.AST) -> bool:
    """Whether a difference is squared at once, so that its sign is lost."""
    above = cell.parents.get(node)
    power = isinstance(above, ast.BinOp) and isinstance(above.op, ast.Pow)
    return power or call_name(above) in ("square", "abs", "absolute")


@operator("another split")
def another_split(cell: Cell) -> Iterator[Change]:
    """Training, validation and test data are mistaken for each other."""
    for node in cell.find(ast.Name):
        if not isinstance(node.ctx, ast.Load):
            continue
        for other in _neighbours(node.id):
            if other in cell.names:
                yield cell.replace(node, ast.Name(other, ast.Load()))


def _neighbours(name: str) -> Iterator[str]:
    parts = re.split(r"(_|(?<=[a-z])(?=[A-Z]))", name)
    for place, part in enumerate(parts):
        if part in _SPLITS:
            for other in _SPLITS:
                if other != part:
                    yield "".join([*parts[:place], other, *parts[place + 1 :]])


@operator("another name")
def another_name(cell: Cell) -> Iterator[Change]:
    """Inputs are mistaken for targets and true for predicted values: `X_train` for `y_train`."""
    pairs = (("X_", "y_"), ("x_", "y_"), ("y_true", "y_pred"), ("images", "labels"), ("left", "right"))
    for node in cell.find(ast.Name):
        if not isinstance(node.ctx, ast.Load):
            continue
        for one, two in pairs:
            for old, new in ((one, two), (two, one)):
                other = node.id.replace(old, new)
                known = other in cell.names or _is_argument(cell, node, other)
                if other != node.id and known:
                    yield cell.replace(node, ast.Name(other, ast.Load()))


def _is_argument(cell: Cell, node: ast.Name, name: str) -> bool:
    inside = cell.parent(node, ast.FunctionDef)
    return inside is not None and any(arg.arg == name for arg in inside.args.args)
