"""Values: arrays, tensors and lists, one shape or another, one type of number or another; folders."""

import ast

from graders.prove.mutants.cell import call_name, expression
from graders.prove.rewritings.cell import Given, keyword_of, rewriting

_VALUES = ("Value", "Array")


def _convert(cell: Given, test: str, write: str, *, imports: str = "") -> bool:
    """Let the values that are asked for, and what asked functions return, have another form.

    Args:
        cell: The answer.
        test: A condition on `value`.
        write: What stands in the value's place where the condition holds.
        imports: Import statements that both need.
    """
    values = [name for name in cell.asked_of(*_VALUES) if name in cell.bound]
    functions = list(cell.functions(*cell.asked_of("Function")))
    if not values and not functions:
        return False
    convert, decorate = cell.fresh("in_another_form"), cell.fresh("converted")
    source = f"""
def {convert}(value):
    if isinstance(value, tuple | list):
        parts = [{convert}(part) for part in value]
        return parts if isinstance(value, list) else tuple(parts)
    if isinstance(value, dict):
        return {{key: {convert}(part) for key, part in value.items()}}
    return {write} if {test} else value
"""
    cell.last(*[f"{name} = {convert}({name})" for name in values])
    if functions:
        source += f"""
def {decorate}(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        return {convert}(function(*args, **kwargs))

    return call
"""
    for function in functions:
        function.decorator_list.insert(0, expression(decorate))
    cell.first(imports, "import functools" if functions else "", source)
    return True


_NUMPY = "import numpy as np"


@rewriting("arrays as tensors")
def as_tensors(cell: Given) -> bool:
    """Arrays are tensors, in values and in what functions return."""
    write = "keras.ops.convert_to_tensor(value)"
    return _convert(cell, "isinstance(value, np.ndarray)", write, imports=f"import keras\n{_NUMPY}")


@rewriting("tensors as arrays")
def as_arrays(cell: Given) -> bool:
    """Tensors are arrays, in values and in what functions return."""
    return _convert(
        cell,
        "tf.is_tensor(value)",
        "np.asarray(value)",
        imports=f"import tensorflow as tf\n{_NUMPY}",
    )


@rewriting("arrays as lists")
def as_lists(cell: Given) -> bool:
    """Arrays are lists, in values and in what functions return."""
    return _convert(cell, "isinstance(value, np.ndarray)", "value.tolist()", imports=_NUMPY)


@rewriting("arrays as columns")
def as_columns(cell: Given) -> bool:
    """Arrays of shape (n,) have the shape (n, 1)."""
    test = "isinstance(value, np.ndarray) and value.ndim == 1"
    return _convert(cell, test, "value[:, np.newaxis]", imports=_NUMPY)


@rewriting("columns as plain arrays")
def as_plain(cell: Given) -> bool:
    """Arrays of shape (n, 1) or (1, n) have the shape (n,)."""
    test = "isinstance(value, np.ndarray) and value.ndim == 2 and 1 in value.shape"
    return _convert(cell, test, "value.ravel()", imports=_NUMPY)


@rewriting("another precision")
def another_precision(cell: Given) -> bool:
    """Decimal numbers have 64 bits for 32, or 32 for 64; whole numbers too."""
    other = '{"f4": "f8", "f8": "f4", "i4": "i8", "i8": "i4"}'
    test = f"isinstance(value, np.ndarray | np.generic) and value.dtype.str[1:] in {other}"
    return _convert(cell, test, f"value.astype({other}[value.dtype.str[1:]])", imports=_NUMPY)


@rewriting("numbers as arrays")
def numbers_as_arrays(cell: Given) -> bool:
    """A number is an array without axes, as NumPy gives it here and there."""
    test = "isinstance(value, int | float | np.number) and not isinstance(value, bool)"
    return _convert(cell, test, "np.array(value)", imports=_NUMPY)


@rewriting("numbers as tensors")
def numbers_as_tensors(cell: Given) -> bool:
    """A number is a tensor without axes, as `keras.ops` gives it."""
    test = "isinstance(value, int | float | np.number) and not isinstance(value, bool)"
    return _convert(cell, test, "tf.constant(value)", imports=f"import tensorflow as tf\n{_NUMPY}")


@rewriting("numbers of Python")
def python_numbers(cell: Given) -> bool:
    """A number of NumPy is one of Python."""
    return _convert(cell, "isinstance(value, np.number)", "value.item()", imports=_NUMPY)


@rewriting("tuple or list")
def tuple_or_list(cell: Given) -> bool:
    """What functions return as a tuple is a list, and a list is a tuple."""
    changed = False
    for function in cell.functions(*cell.asked_of("Function")):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                node.value = ast.List(node.value.elts, ast.Load())
                changed = True
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.List):
                node.value = ast.Tuple(node.value.elts, ast.Load())
                changed = True
    for name in cell.asked_of("Value"):
        for statement in cell.body:
            if not isinstance(statement, ast.Assign) or ast.unparse(statement.targets[0]) != name:
                continue
            if isinstance(statement.value, ast.Tuple | ast.List):
                other = ast.List if isinstance(statement.value, ast.Tuple) else ast.Tuple
                statement.value = other(statement.value.elts, ast.Load())
                changed = True
    return changed


@rewriting("weights as a row")
def weights_as_row(cell: Given) -> bool:
    """A layer's own weights of shape (n,) have the shape (1, n)."""
    changed = False
    for node in ast.walk(cell.tree):
        if not isinstance(node, ast.Call) or call_name(node) != "add_weight":
            continue
        shape = keyword_of(node, "shape") or (node.args[0] if node.args else None)
        if isinstance(shape, ast.Tuple) and len(shape.elts) == 1:
            shape.elts.insert(0, ast.Constant(1))
            changed = True
    return changed


@rewriting("shapes as lists")
def shapes_as_lists(cell: Given) -> bool:
    """The shape of an input is a list, given by name or by place the other way round."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or call_name(node) != "Input":
            return None
        shape = keyword_of(node, "shape")
        if node.args and isinstance(node.args[0], ast.Tuple):
            listed = ast.List(node.args[0].elts, ast.Load())
            return ast.Call(node.func, [], [ast.keyword("shape", listed), *node.keywords])
        if isinstance(shape, ast.Tuple) and not node.args:
            left = [word for word in node.keywords if word.arg != "shape"]
            return ast.Call(node.func, [ast.List(shape.elts, ast.Load())], left)
        return None

    return cell.swap(change)


def _joined(node: ast.AST) -> tuple[str, list[str]] | None:
    """Take `folder + "/a/b"` or `f"{folder}/a/b"` apart: the folder's name, the sources of the parts."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Name):
        ends = isinstance(node.right, ast.Constant) and str(node.right.value).startswith("/")
        return (node.left.id, [repr(ast.literal_eval(node.right)[1:])]) if ends else None
    if isinstance(node, ast.JoinedStr) and len(node.values) >= 2:
        first, second = node.values[:2]
        if not isinstance(first, ast.FormattedValue) or first.conversion != -1 or first.format_spec:
            return None
        named = isinstance(first.value, ast.Name | ast.Attribute)
        if named and isinstance(second, ast.Constant) and str(second.value).startswith("/"):
            rest = ast.JoinedStr([ast.Constant(str(second.value)[1:]), *node.values[2:]])
            return ast.unparse(first.value), [ast.unparse(rest)]
    return None


@rewriting("paths with os.path.join")
def with_os_path(cell: Given) -> bool:
    """Paths are joined by `os.path.join`, in place of text with a slash."""

    def change(node: ast.AST) -> ast.AST | None:
        found = _joined(node)
        return expression(f"os.path.join({found[0]}, {', '.join(found[1])})") if found else None

    changed = cell.swap(change)
    if changed:
        cell.first("import os")
    return changed


@rewriting("paths with pathlib")
def with_pathlib(cell: Given) -> bool:
    """Paths are `Path` objects, in place of text with a slash."""

    def change(node: ast.AST) -> ast.AST | None:
        found = _joined(node)
        return expression(f"Path({found[0]}) / {' / '.join(found[1])}") if found else None

    changed = cell.swap(change)
    if changed:
        cell.first("from pathlib import Path")
    return changed


@rewriting("paths as text")
def paths_as_text(cell: Given) -> bool:
    """Paths that are put together with `/` are handed on as text."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or call_name(node) in ("str", "Path"):
            return None
        if not any(_is_path(argument) for argument in node.args):
            return None
        args = [expression(f"str({ast.unparse(one)})") if _is_path(one) else one for one in node.args]
        return ast.Call(node.func, args, node.keywords)

    return cell.swap(change)


def _is_path(node: ast.AST) -> bool:
    """Whether an expression joins paths: `folder / "name"`."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and (isinstance(node.right, ast.JoinedStr) or isinstance(getattr(node.right, "value", None), str))
    )
