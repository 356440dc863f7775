"""Mistakes in what is minimised, measured and watched: loss, optimiser, metric, monitored name."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, literal, operator, text

_OTHER_LOSS = {
    "sparse_categorical_crossentropy": "categorical_crossentropy",
    "categorical_crossentropy": "sparse_categorical_crossentropy",
    "binary_crossentropy": "mse",
    "mse": "mae",
    "mae": "mse",
    "mean_squared_error": "mean_absolute_error",
    "mean_absolute_error": "mean_squared_error",
    "huber": "mse",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "MeanSquaredError": "MeanAbsoluteError",
    "MeanAbsoluteError": "MeanSquaredError",
    "Huber": "MeanSquaredError",
}
_OTHER_METRIC = {
    "accuracy": "mae",
    "acc": "mae",
    "mae": "mse",
    "mse": "mae",
    "RootMeanSquaredError": "MeanSquaredError",
    "MeanAbsoluteError": "RootMeanSquaredError",
    "MeanSquaredError": "RootMeanSquaredError",
    "SparseCategoricalAccuracy": "CategoricalAccuracy",
    "CategoricalAccuracy": "SparseCategoricalAccuracy",
    "BinaryAccuracy": "CategoricalAccuracy",
    "Precision": "Recall",
    "Recall": "Precision",
}
_OTHER_OPTIMISER = {
    "adam": "sgd",
    "sgd": "adam",
    "rmsprop": "sgd",
    "nadam": "sgd",
    "adamw": "sgd",
    "Adam": "SGD",
    "SGD": "Adam",
    "RMSprop": "SGD",
    "Nadam": "SGD",
    "AdamW": "SGD",
}
_OTHER_MONITOR = {
    "val_loss": "loss",
    "loss": "val_loss",
    "val_accuracy": "accuracy",
    "accuracy": "val_accuracy",
    "val_mae": "mae",
    "val_rmse": "rmse",
}


def _named(cell: Cell, other: dict[str, str], module: str, keywords: tuple[str, ...]) -> Iterator[Change]:
    """Swap names: classes and functions of `module`, and strings below one of the keywords."""
    for node in cell.find(ast.Attribute):
        if node.attr in other and text(node.value).split(".")[-1] == module:
            yield cell.replace(node, ast.Attribute(node.value, other[node.attr], node.ctx))
    for word in cell.find(ast.keyword):
        if word.arg in keywords:
            for part in ast.walk(word.value):
                is_key = isinstance(above := cell.parents.get(part), ast.Dict) and part in above.keys
                if (name := literal(part, str)) in other and name is not None and not is_key:
                    yield cell.replace(part, ast.Constant(other[name]))


@operator("swap the loss")
def swap_loss(cell: Cell) -> Iterator[Change]:
    """Another loss: sparse for one-hot labels, absolute for squared errors, and so on."""
    yield from _named(cell, _OTHER_LOSS, "losses", ("loss",))


@operator("swap the optimiser")
def swap_optimiser(cell: Cell) -> Iterator[Change]:
    """Another optimiser than the one asked for."""
    yield from _named(cell, _OTHER_OPTIMISER, "optimizers", ("optimizer",))


@operator("learning rate")
def learning_rate(cell: Cell) -> Iterator[Change]:
    """The learning rate is ten times too large or too small."""
    for call in cell.find(ast.Call):
        rates = [word.value for word in call.keywords if word.arg == "learning_rate"]
        if call_name(call) in _OTHER_OPTIMISER:
            rates += call.args[:1]
        for rate in rates:
            if (value := literal(rate, float)) is not None:
                yield cell.replace(rate, ast.Constant(float(f"{value * 10:.10g}")))
                yield cell.replace(rate, ast.Constant(float(f"{value / 10:.10g}")))


@operator("swap a metric")
def swap_metric(cell: Cell) -> Iterator[Change]:
    """Another metric than the one asked for."""
    yield from _named(cell, _OTHER_METRIC, "metrics", ("metrics", "weighted_metrics"))


@operator("monitored name")
def monitored_name(cell: Cell) -> Iterator[Change]:
    """Training logs are watched for validation logs, or a name that no log has."""
    for word in cell.find(ast.keyword):
        name = literal(word.value, str)
        if word.arg in ("monitor", "objective") and name is not None:
            if name in _OTHER_MONITOR:
                yield cell.replace(word.value, ast.Constant(_OTHER_MONITOR[name]))
            short = name.replace("accuracy", "acc") if "accuracy" in name else f"{name}es"
            yield cell.replace(word.value, ast.Constant(short))
    for node in cell.find(ast.Subscript):
        if (name := literal(node.slice, str)) in _OTHER_MONITOR and name is not None:
            other = _OTHER_MONITOR[name]
            what = f"{text(node)} → {text(node.value)}[{other!r}]"
            yield cell.replace(node.slice, ast.Constant(other), what)
    for call in cell.find(ast.Call):
        first = call.args[0] if call_name(call) == "get" and call.args else None
        if first is not None and (name := literal(first, str)) in _OTHER_MONITOR and name is not None:
            yield cell.replace(first, ast.Constant(_OTHER_MONITOR[name]))


@operator("mode")
def mode(cell: Cell) -> Iterator[Change]:
    """The best is taken for the worst: `max` for `min`."""
    for word in cell.find(ast.keyword):
        way = literal(word.value, str)
        if word.arg in ("mode", "direction") and way in ("min", "max"):
            yield cell.replace(word.value, ast.Constant("min" if way == "max" else "max"))


@operator("misspell a key")
def misspell_key(cell: Cell) -> Iterator[Change]:
    """A string that names an input, an output, a layer or a log is misspelt where it is a key."""
    for node in cell.find(ast.Dict):
        for key in node.keys:
            if key is not None and (name := literal(key, str)) is not None:
                yield cell.replace(key, ast.Constant(f"{name}_"), f"{text(node)}: misspell {text(key)}")
