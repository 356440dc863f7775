"""Mistakes in layers: one left out, one too many, a setting wrong."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, constant, literal, operator, text

_SETTINGS = {
    "Dense": ("units", "activation"),
    "Conv1D": ("filters", "kernel_size", "strides", "padding"),
    "Conv2D": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv1D": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv2D": ("filters", "kernel_size", "strides", "padding"),
    "DepthwiseConv2D": ("kernel_size", "strides", "padding"),
    "Conv2DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "MaxPooling1D": ("pool_size", "strides", "padding"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "Dropout": ("rate",),
    "SpatialDropout2D": ("rate",),
    "Embedding": ("input_dim", "output_dim"),
    "LSTM": ("units", "activation"),
    "GRU": ("units", "activation"),
    "SimpleRNN": ("units", "activation"),
    "Activation": ("activation",),
    "Rescaling": ("scale", "offset"),
}
"""Names of the positional arguments of the layers that the course teaches."""

_NUMBERS = {"units", "filters", "kernel_size", "pool_size", "output_dim"}
_ONCE_IS_ENOUGH = {"Input", "InputLayer", "Flatten", "ReLU", "GlobalAveragePooling2D", "GlobalMaxPooling2D"}
_NO_LAYERS = {"Input", "InputLayer", "Sequential", "Model"}
_OTHER_ACTIVATION = {
    "relu": "linear",
    "softmax": "sigmoid",
    "sigmoid": "softmax",
    "linear": "relu",
    "tanh": "relu",
    "selu": "relu",
    "elu": "relu",
    "gelu": "relu",
    "swish": "relu",
    "silu": "relu",
    "leaky_relu": "relu",
}
_WRAPPERS = {"Bidirectional", "TimeDistributed", "Wrapper"}


def is_layer(cell: Cell, node: ast.AST) -> bool:
    """Say whether an expression makes a layer: a class of `layers`, or a layer class of the cell."""
    name = call_name(node)
    if not name[:1].isupper() or name in _NO_LAYERS:
        return False
    func = node.func if isinstance(node, ast.Call) else None
    if isinstance(func, ast.Attribute):
        return isinstance(func.value, ast.Name | ast.Attribute) and text(func.value).endswith("layers")
    return name in _SETTINGS or _is_layer_class(cell, name) or name in _ONCE_IS_ENOUGH | _WRAPPERS


def _is_layer_class(cell: Cell, name: str) -> bool:
    return any(
        isinstance(node, ast.ClassDef) and node.name == name and any("Layer" in text(b) for b in node.bases)
        for node in ast.walk(cell.tree)
    )


def made_by(cell: Cell, func: ast.AST) -> ast.Call | None:
    """Give the expression that made the layer or model that `func` names, when the cell makes it."""
    if not isinstance(func, ast.Name | ast.Attribute):
        return None
    made = [value for value in cell.values(ast.unparse(func)) if isinstance(value, ast.Call)]
    if len(made) != 1:
        return None
    return made[0] if is_layer(cell, made[0]) or call_name(made[0]) in ("Sequential", "Model") else None


def sequences(cell: Cell) -> Iterator[list[ast.expr]]:
    """Give the lists of layers of `Sequential` models."""
    for call in cell.find(ast.Call):
        if call_name(call) == "Sequential":
            layers = call.args[:1] or [word.value for word in call.keywords if word.arg == "layers"]
            if layers and isinstance(layers[0], ast.List):
                yield layers[0].elts


def applications(cell: Cell) -> Iterator[tuple[ast.Call, ast.Call]]:
    """Give each call of a layer on a tensor, with the expression that made the layer."""
    for call in cell.find(ast.Call):
        if call.args and isinstance(call.func, ast.Call) and is_layer(cell, call.func):
            yield call, call.func
        elif call.args and (made := made_by(cell, call.func)) is not None:
            yield call, made


def settings(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Give the settings of a layer by name, positional ones too."""
    yield from zip(_SETTINGS.get(call_name(call), ()), call.args, strict=False)
    yield from ((word.arg, word.value) for word in call.keywords if word.arg)


def _layers(cell: Cell) -> Iterator[ast.Call]:
    yield from (call for call in cell.find(ast.Call) if is_layer(cell, call))


@operator("drop a layer")
def drop_layer(cell: Cell) -> Iterator[Change]:
    """A layer is left out of a list, of a chain of calls, or is never added."""
    for elements in sequences(cell):
        for layer in elements if len(elements) > 1 else ():
            yield cell.drop(elements, layer)
    for block, statement in cell.blocks():
        if isinstance(statement, ast.Expr) and call_name(statement.value) == "add":
            yield cell.drop(block, statement, f"drop {text(statement)}")
    for call, _ in applications(cell):
        if not isinstance(call.args[0], ast.List | ast.Tuple | ast.Starred):
            yield cell.replace(call, call.args[0], f"drop the layer of {text(call)}")


@operator("repeat a layer")
def repeat_layer(cell: Cell) -> Iterator[Change]:
    """A layer stands twice, one after the other."""
    for elements in sequences(cell):
        for place, layer in enumerate(elements):
            if call_name(layer) not in _ONCE_IS_ENOUGH:
                repeated = [*elements[: place + 1], layer, *elements[place + 1 :]]
                yield Change(layer, f"repeat {text(layer)}", [(elements, repeated)])
    for block, statement in cell.blocks():
        added = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(added, ast.Call) and call_name(added) == "add" and added.args:
            if call_name(added.args[0]) in _ONCE_IS_ENOUGH:
                continue
            place = block.index(statement)
            twice = [*block[: place + 1], statement, *block[place + 1 :]]
            yield Change(statement, f"repeat {text(statement)}", [(block, twice)])
    for call, made in applications(cell):
        if call.func is made and call_name(made) not in _ONCE_IS_ENOUGH and len(call.args) == 1:
            if isinstance(call.args[0], ast.List | ast.Tuple):
                continue
            again = ast.Call(made, [ast.Call(made, call.args, [])], call.keywords)
            yield cell.replace(call, again, f"repeat the layer of {text(call)}")


@operator("layer size")
def layer_size(cell: Cell) -> Iterator[Change]:
    """Units, filters, kernel, pool or embedding size are one too many."""
    for call in _layers(cell):
        for name, value in settings(call):
            if name in _NUMBERS:
                for number in value.elts if isinstance(value, ast.Tuple) else [value]:
                    if (size := literal(number, int)) is not None:
                        yield cell.replace(number, ast.Constant(size + 1))


@operator("stride")
def stride(cell: Cell) -> Iterator[Change]:
    """A stride of 2 is 1, a stride of 1 is 2, a stride is forgotten or made up."""
    for call in _layers(cell):
        given = dict(settings(call))
        if "strides" in given:
            value = given["strides"]
            for number in value.elts if isinstance(value, ast.Tuple) else [value]:
                if (step := literal(number, int)) is not None:
                    yield cell.replace(number, ast.Constant(1 if step > 1 else 2))
        elif "Conv" in call_name(call):
            yield _with_keyword(cell, call, "strides", 2)


@operator("padding")
def padding(cell: Cell) -> Iterator[Change]:
    """`same` padding is `valid`, or the other way round."""
    for call in _layers(cell):
        given = dict(settings(call))
        if constant(given.get("padding"), str):
            other = "valid" if literal(given["padding"], str) == "same" else "same"
            yield cell.replace(given["padding"], ast.Constant(other))
        elif "Conv" in call_name(call) or "Pooling" in call_name(call) and "Global" not in call_name(call):
            yield _with_keyword(cell, call, "padding", "same")


@operator("dropout rate")
def dropout_rate(cell: Cell) -> Iterator[Change]:
    """The share of units dropped is taken for the share kept, or is a tenth."""
    for call in _layers(cell):
        rate = dict(settings(call)).get("rate")
        share = literal(rate, float)
        if rate is not None and share is not None:
            for other in (round(1 - share, 6), share / 10):
                if other != share:
                    yield cell.replace(rate, ast.Constant(other))


@operator("drop an activation")
def drop_activation(cell: Cell) -> Iterator[Change]:
    """A layer loses its activation."""
    for call in _layers(cell):
        for word in call.keywords:
            if word.arg == "activation":
                yield cell.drop(call.keywords, word, f"{call_name(call)}(…): drop {text(word)}")


@operator("swap an activation")
def swap_activation(cell: Cell) -> Iterator[Change]:
    """An activation is another one: softmax for sigmoid, relu for linear, and so on."""
    for call in _layers(cell):
        value = dict(settings(call)).get("activation")
        name = literal(value, str)
        if value is not None and name is not None and name in _OTHER_ACTIVATION:
            yield cell.replace(value, ast.Constant(_OTHER_ACTIVATION[name]))
    for node in cell.find(ast.Attribute):
        if text(node.value).endswith(("activations", "ops", "nn")) and node.attr in _OTHER_ACTIVATION:
            other = _OTHER_ACTIVATION[node.attr]
            if other != "linear":
                yield cell.replace(node, ast.Attribute(node.value, other, node.ctx))


@operator("add an activation")
def add_activation(cell: Cell) -> Iterator[Change]:
    """A layer that should be linear, often the output, has a relu."""
    for call in _layers(cell):
        if call_name(call).startswith(("Dense", "Conv")) and "activation" not in dict(settings(call)):
            yield _with_keyword(cell, call, "activation", "relu")


@operator("unwrap a layer")
def unwrap_layer(cell: Cell) -> Iterator[Change]:
    """A layer stands without the wrapper that was asked for, such as `Bidirectional`."""
    for call in cell.find(ast.Call):
        if call_name(call) in _WRAPPERS and call.args:
            yield cell.replace(call, call.args[0], f"drop {call_name(call)} from {text(call)}")


def _with_keyword(cell: Cell, call: ast.Call, name: str, value: str | int) -> Change:
    more = [*call.keywords, ast.keyword(name, ast.Constant(value))]
    return Change(call, f"{text(call)}: add {name}={value!r}", [(call.keywords, more)])
