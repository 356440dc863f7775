"""Values: arrays, tensors and lists, one shape or another, one type of number or another; folders."""

import ast

from graders.prove.mutants.cell import call_name, expression
from graders.prove.rewritings.cell import Given, dotted, keyword_of, rewriting

_VALUES = ("Value", "Array")
_MODELS = {"load_model", "clone_model", "model_from_json"}
"""Functions of Keras that give a model."""
_LIKEWISE = {"sort_values", "sort_index", "reset_index", "prefetch"}
"""Methods that give another table of pandas, or another dataset."""
OBJECT = "object"
"""Stands among the kinds of evidence of a function that returns neither numbers nor arrays."""


def _returns(function: ast.FunctionDef) -> list[ast.Return]:
    """Give where a function returns something; what functions inside it return is another matter."""
    found: list[ast.Return] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Return) and node.value is not None:
            found.append(node)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _given(function: ast.FunctionDef, value: ast.expr) -> list[ast.expr]:
    """Give what an expression may stand for: all that a name is given in the function, if that is plain."""
    if not isinstance(value, ast.Name):
        return [value]
    stored = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == value.id
    ]
    given = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == value.id
    ]
    arguments = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    plain = value.id not in arguments and len(given) == len(stored) > 0
    return given if plain else [value]


def _is_object(function: ast.FunctionDef, value: ast.expr | None, deep: int = 3) -> bool:
    """Whether an expression surely gives text, a model, a callback, a table, a function."""
    if isinstance(value, ast.Constant):
        return value.value is None or isinstance(value.value, str)
    if isinstance(value, ast.Name):
        if any(isinstance(node, ast.FunctionDef) and node.name == value.id for node in function.body):
            return True
        given = _given(function, value)
        return deep > 0 and given != [value] and all(_is_object(function, one, deep - 1) for one in given)
    if isinstance(value, ast.List | ast.Tuple):
        return bool(value.elts) and all(_is_object(function, one, deep) for one in value.elts)
    if isinstance(value, ast.ListComp):
        return _is_object(function, value.elt, deep)
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Attribute) and value.func.attr in _LIKEWISE:
        return True
    if isinstance(value.func, ast.Call):  # a fresh layer, called: a tensor of a graph
        return dotted(value.func.func).startswith(("keras.layers.", "layers."))
    name = dotted(value.func).rpartition(".")[2]
    return (name[:1].isupper() and name != "Variable") or name in _MODELS


def gives_objects(cell: Given) -> list[str]:
    """Give the functions that are asked for and surely return nothing that could have another form.

    Args:
        cell: A right answer.

    Returns:
        Their names. What one right answer returns the others do, too.
    """
    return [
        function.name
        for function in cell.functions(*cell.asked)
        if all(_is_object(function, one.value) for one in _returns(function))
    ]


def _convert(cell: Given, test: str, write: str, *, imports: str = "", whole: bool = False) -> bool:
    """Let the values that are asked for, and what asked functions return, have another form.

    Args:
        cell: The answer.
        test: A condition on `value`.
        write: What stands in the value's place where the condition holds.
        imports: Import statements that both need.
        whole: Whether lists are tested too, before what is inside them.
    """
    values = [name for name in cell.asked_of(*_VALUES) if name in cell.bound]
    objects = {*cell.asked_of(OBJECT), *gives_objects(cell)}
    functions = [one for one in cell.functions(*cell.asked) if one.name not in objects]
    if not values and not functions:
        return False
    convert, decorate = cell.fresh("in_another_form"), cell.fresh("converted")
    first = f"    if {test}:\n        return {write}" if whole else ""
    source = f"""
def {convert}(value):
{first}
    if isinstance(value, tuple | list):
        parts = [{convert}(part) for part in value]
        return parts if isinstance(value, list) else tuple(parts)
    if isinstance(value, dict):
        return {{key: {convert}(part) for key, part in value.items()}}
    return {"value" if whole else f"{write} if {test} else value"}
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


@rewriting("lists as arrays")
def lists_as_arrays(cell: Given) -> bool:
    """Lists of numbers are arrays, in values and in what functions return."""
    numbers = "all(isinstance(part, int | float | np.number) for part in value)"
    test = f"isinstance(value, list) and value and {numbers}"
    return _convert(cell, test, "np.array(value)", imports=_NUMPY, whole=True)


@rewriting("columns of a table in another order")
def other_columns(cell: Given) -> bool:
    """The columns of a pandas table that a function returns stand in the opposite order."""
    changed = False
    for function in cell.functions(*cell.asked):
        for returned in _returns(function):
            if returned.value is not None and all(map(_is_table, _given(function, returned.value))):
                returned.value = expression(f"({ast.unparse(returned.value)}).iloc[:, ::-1]")
                changed = True
    return changed


def _is_table(value: ast.expr) -> bool:
    """Whether an expression surely gives a data frame of pandas."""
    if not isinstance(value, ast.Call):
        return False
    sorts = isinstance(value.func, ast.Attribute) and value.func.attr in ("sort_values", "sort_index")
    return "DataFrame" in ast.unparse(value) if sorts else dotted(value.func).endswith("DataFrame")


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
    for function in cell.functions(*cell.asked):
        for returned in _returns(function):
            if (other := _other_sequence(function, returned.value)) is not None:
                returned.value = other
                changed = True
    for name in cell.asked_of("Value"):
        for statement in cell.body:
            if not isinstance(statement, ast.Assign) or ast.unparse(statement.targets[0]) != name:
                continue
            if isinstance(statement.value, ast.Tuple | ast.List):
                made = ast.List if isinstance(statement.value, ast.Tuple) else ast.Tuple
                statement.value = made(statement.value.elts, ast.Load())
                changed = True
    return changed


def _other_sequence(function: ast.FunctionDef, value: ast.expr | None) -> ast.expr | None:
    """Write a list that is returned as a tuple and a tuple as a list; None for anything else."""
    if isinstance(value, ast.Tuple):
        return ast.List(value.elts, ast.Load())
    if isinstance(value, ast.List):
        return ast.Tuple(value.elts, ast.Load())
    if isinstance(value, ast.ListComp):
        return ast.Call(ast.Name("tuple", ast.Load()), [ast.GeneratorExp(value.elt, value.generators)], [])
    if isinstance(value, ast.Name):
        given = _given(function, value)
        if given != [value] and all(isinstance(one, ast.List | ast.ListComp) for one in given):
            return ast.Call(ast.Name("tuple", ast.Load()), [value], [])
    return None


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
