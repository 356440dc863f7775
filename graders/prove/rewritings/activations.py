"""Activations: an argument, a layer, a function, an operation of Keras or TensorFlow, a lambda."""

import ast
import copy
from collections.abc import Callable

from graders.prove.mutants.cell import call_name, constant, expression
from graders.prove.mutants.layers import is_layer
from graders.prove.rewritings.cell import Given, dotted, keyword_of, rewriting, statements

_EVERYWHERE = {"relu", "softmax", "sigmoid", "tanh", "selu", "elu", "silu"}
"""Activations that Keras, `keras.ops` and `tf.nn` know under one name, with the same defaults."""
_WITH_ACTIVATION = {"Dense", "Conv1D", "Conv2D", "SeparableConv1D", "SeparableConv2D"}
_CLASSES = {"relu": "ReLU", "softmax": "Softmax", "elu": "ELU"}


def _name(node: ast.AST | None) -> str:
    """Give the name of an activation that is written as a string; "" for any other."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in _EVERYWHERE:
        return node.value
    return ""


def _written(cell: Given, write: Callable[[str], ast.expr], *, anywhere: bool = True) -> bool:
    """Write the activations of layers, given as strings, in another way."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or not is_layer(cell, node):
            return None
        if not anywhere and call_name(node) not in _WITH_ACTIVATION:
            return None
        places = [word for word in node.keywords if word.arg == "activation" and _name(word.value)]
        for word in places:
            word.value = write(_name(word.value))
        at = {"Dense": 1, "Activation": 0}.get(call_name(node))
        positional = at is not None and len(node.args) > at and _name(node.args[at])
        if at is not None and positional:
            node.args[at] = write(_name(node.args[at]))
        return node if places or positional else None

    return cell.swap(change)


@rewriting("activation from keras.activations")
def from_activations(cell: Given) -> bool:
    """An activation's name is a function of `keras.activations`."""
    return _written(cell, lambda name: expression(f"keras.activations.{name}"))


@rewriting("activation from keras.ops")
def from_ops(cell: Given) -> bool:
    """An activation's name is an operation of `keras.ops`."""
    return _written(cell, lambda name: expression(f"keras.ops.{name}"))


@rewriting("activation from tf.nn")
def from_tensorflow(cell: Given) -> bool:
    """An activation's name is a function of `tf.nn`, as in many a tutorial."""
    changed = _written(cell, lambda name: expression(f"tf.nn.{name}"))
    if changed:
        cell.first("import tensorflow as tf")
    return changed


@rewriting("activation as a lambda")
def as_lambda(cell: Given) -> bool:
    """An activation's name is a lambda around an operation."""
    return _written(cell, lambda name: expression(f"lambda sums: keras.ops.{name}(sums)"), anywhere=False)


@rewriting("activation as a function of one's own")
def as_function(cell: Given) -> bool:
    """An activation's name is a function that the cell defines."""
    made: dict[str, str] = {}

    def write(name: str) -> ast.expr:
        if name not in made:
            made[name] = cell.fresh(f"own_{name}")
        return expression(made[name])

    changed = _written(cell, write, anywhere=False)
    for name, own in made.items():
        cell.first(f"def {own}(sums):\n    return keras.activations.{name}(sums)")
    return changed


def _bare(cell: Given, node: ast.AST) -> tuple[str, ast.Call] | None:
    """Give a layer's activation and the layer without it; None for a layer with a name, which stays."""
    if not isinstance(node, ast.Call) or not is_layer(cell, node) or call_name(node) not in _WITH_ACTIVATION:
        return None
    name, given_name = _name(keyword_of(node, "activation")), keyword_of(node, "name")
    bare = copy.deepcopy(node)
    bare.keywords = [word for word in bare.keywords if word.arg != "activation"]
    if not name and call_name(node) == "Dense" and len(node.args) == 2:
        name = _name(node.args[1])
        bare.args.pop()
    return (name, bare) if name and given_name is None else None


def _behind(cell: Given, layer: Callable[[str], str]) -> bool:
    """Let a layer of its own do what a layer's activation did, in lists, in `add` and in calls."""
    changed = _applied(cell, lambda name, inner: ast.Call(expression(layer(name)), [inner], []))
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.List) and _is_stack(cell, node):
            elements: list[ast.expr] = []
            for element in node.elts:
                found = _bare(cell, element)
                elements += [found[1], expression(layer(found[0]))] if found else [element]
            changed |= len(elements) != len(node.elts)
            node.elts = elements
    for block in cell.all_blocks():
        longer: list[ast.stmt] = []
        for statement in block:
            longer.append(statement)
            if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
                continue
            call = statement.value
            found = _bare(cell, call.args[0]) if call_name(call) == "add" and len(call.args) == 1 else None
            if found:
                call.args = [found[1]]
                longer += statements(f"{ast.unparse(call.func)}({layer(found[0])})")
        changed |= len(longer) != len(block)
        block[:] = longer
    return changed


def _is_stack(cell: Given, node: ast.List) -> bool:
    return any(
        isinstance(call, ast.Call) and call_name(call) == "Sequential" and node in call.args
        for call in ast.walk(cell.tree)
    )


def _applied(cell: Given, write: Callable[[str, ast.expr], ast.expr]) -> bool:
    """Rewrite each call of a fresh layer with an activation on a tensor."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or len(node.args) != 1:
            return None
        found = _bare(cell, node.func)
        return write(found[0], ast.Call(found[1], node.args, node.keywords)) if found else None

    return cell.swap(change)


@rewriting("activation as a layer")
def as_layer(cell: Given) -> bool:
    """An argument `activation=` is an `Activation` layer behind the layer."""
    return _behind(cell, lambda name: f"keras.layers.Activation({name!r})")


@rewriting("activation as a layer of its name")
def as_named_layer(cell: Given) -> bool:
    """An argument `activation=` is a `ReLU` or `Softmax` layer, or an `Activation` where Keras has none."""
    return _behind(
        cell,
        lambda name: (
            f"keras.layers.{_CLASSES[name]}()" if name in _CLASSES else f"keras.layers.Activation({name!r})"
        ),
    )


@rewriting("activation as a Lambda layer")
def as_lambda_layer(cell: Given) -> bool:
    """An argument `activation=` is a `Lambda` layer behind the layer."""
    return _behind(cell, lambda name: f"keras.layers.Lambda(lambda sums: keras.ops.{name}(sums))")


@rewriting("activation as an operation")
def as_operation(cell: Given) -> bool:
    """In a graph an argument `activation=` is an operation of `keras.ops` on the layer's output."""
    return _applied(cell, lambda name, inner: ast.Call(expression(f"keras.ops.{name}"), [inner], []))


@rewriting("activation layer as an argument")
def as_argument(cell: Given) -> bool:
    """An activation layer right behind a layer without one is that layer's argument."""
    changed = False
    for node in ast.walk(cell.tree):
        if not isinstance(node, ast.List) or not _is_stack(cell, node):
            continue
        kept: list[ast.expr] = []
        for element in node.elts:
            name, before = _layer_name(element), kept[-1] if kept else None
            if name and _takes_one(cell, before) and isinstance(before, ast.Call):
                before.keywords.append(ast.keyword("activation", ast.Constant(name)))
            else:
                kept.append(element)
        changed |= len(kept) != len(node.elts)
        node.elts = kept

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or len(node.args) != 1 or not _layer_name(node.func):
            return None
        inner = node.args[0]
        if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Call):
            return None
        if not _takes_one(cell, inner.func):
            return None
        inner.func.keywords.append(ast.keyword("activation", ast.Constant(_layer_name(node.func))))
        return inner

    return cell.swap(change) or changed


def _layer_name(node: ast.AST) -> str:
    """Give the activation of a layer that is nothing else; "" for other layers and those with a name."""
    if not isinstance(node, ast.Call) or keyword_of(node, "name") is not None:
        return ""
    if call_name(node) == "Activation" and node.args:
        return _name(node.args[0])
    classes = {made: name for name, made in _CLASSES.items()}
    return classes.get(call_name(node), "") if not node.args and not node.keywords else ""


def _takes_one(cell: Given, node: ast.AST | None) -> bool:
    return (
        isinstance(node, ast.Call)
        and is_layer(cell, node)
        and call_name(node) in _WITH_ACTIVATION
        and keyword_of(node, "activation") is None
        and len(node.args) <= 1
        and constant(node.args[0] if node.args else ast.Constant(0), int)
    )


_IN_TENSORFLOW = {
    "abs": "abs",
    "square": "square",
    "sqrt": "sqrt",
    "exp": "exp",
    "maximum": "maximum",
    "minimum": "minimum",
    "mean": "reduce_mean",
    "sum": "reduce_sum",
    "max": "reduce_max",
    "min": "reduce_min",
    "concatenate": "concat",
    "where": "where",
    "multiply": "multiply",
    "relu": "nn.relu",
    "sigmoid": "nn.sigmoid",
    "softmax": "nn.softmax",
    "tanh": "nn.tanh",
    "log": "math.log",
}
_WITH_TENSORS = {"call", "update_state"}


@rewriting("operations of TensorFlow")
def ops_of_tensorflow(cell: Given) -> bool:
    """Inside `call`, `update_state` and losses the operations are TensorFlow's in place of Keras's."""
    changed = False
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.FunctionDef) and (
            node.name in _WITH_TENSORS or [one.arg for one in node.args.args][:2] == ["y_true", "y_pred"]
        ):
            for inner in ast.walk(node):
                if not isinstance(inner, ast.Call) or not dotted(inner.func).startswith("keras.ops."):
                    continue
                name = dotted(inner.func).removeprefix("keras.ops.")
                if name in _IN_TENSORFLOW:
                    inner.func = expression(f"tf.{_IN_TENSORFLOW[name]}")
                    changed = True
    if changed:
        cell.first("import tensorflow as tf")
    return changed
