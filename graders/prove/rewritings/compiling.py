"""What is minimised and measured, as text, object or function; logits; one-hot labels; `fit`."""

import ast
from collections.abc import Callable, Iterator

from graders.prove.mutants.cell import call_name, constant, expression
from graders.prove.rewritings.cell import Given, dotted, keyword_of, rewriting

_LOSSES = {
    "mse": ("MeanSquaredError", "mean_squared_error"),
    "mean_squared_error": ("MeanSquaredError", "mean_squared_error"),
    "mae": ("MeanAbsoluteError", "mean_absolute_error"),
    "mean_absolute_error": ("MeanAbsoluteError", "mean_absolute_error"),
    "huber": ("Huber", "huber"),
    "binary_crossentropy": ("BinaryCrossentropy", "binary_crossentropy"),
    "categorical_crossentropy": ("CategoricalCrossentropy", "categorical_crossentropy"),
    "sparse_categorical_crossentropy": ("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
}
"""For each string its class and its function in `keras.losses`."""
_ACCURACY = {
    "binary_crossentropy": "Binary",
    "categorical_crossentropy": "Categorical",
    "sparse_categorical_crossentropy": "SparseCategorical",
}
_METRICS = {"mse": "MeanSquaredError", "mae": "MeanAbsoluteError"}
_OPTIMIZERS = {
    "adam": "Adam",
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "nadam": "Nadam",
    "adamw": "AdamW",
}


def _compiled(cell: Given) -> Iterator[ast.Call]:
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Call) and call_name(node) == "compile":
            yield node


def _settings(value: ast.expr | None, key: str = "") -> Iterator[tuple[str, ast.expr]]:
    """Give what stands in a setting, each part with the output's name that it stands under."""
    if isinstance(value, ast.Dict):
        for name, part in zip(value.keys, value.values, strict=True):
            yield from _settings(part, str(name.value) if isinstance(name, ast.Constant) else key)
    elif isinstance(value, ast.List | ast.Tuple):
        for part in value.elts:
            yield from _settings(part, key)
    elif value is not None:
        yield key, value


def _each(
    cell: Given, words: tuple[str, ...], write: Callable[[ast.Call, str, ast.expr], str | None]
) -> bool:
    """Rewrite the parts of some settings of `compile`; `write` gives what stands instead, or None."""
    instead: dict[ast.AST, ast.expr] = {}
    for call in _compiled(cell):
        for word in words:
            for key, part in _settings(keyword_of(call, word)):
                source = write(call, key, part)
                if source:
                    instead[part] = expression(source)
    return cell.swap(instead.get) if instead else False


def _loss(part: ast.expr) -> tuple[str, str]:
    """Give class and function of a loss that is written as a string; empty ones for any other."""
    known = isinstance(part, ast.Constant) and isinstance(part.value, str)
    return _LOSSES.get(str(part.value), ("", "")) if known and isinstance(part, ast.Constant) else ("", "")


@rewriting("loss as an object")
def loss_object(cell: Given) -> bool:
    """A loss that is given by its name is an object of its class."""
    return _each(cell, ("loss",), lambda _, key, part: _loss(part)[0] and f"keras.losses.{_loss(part)[0]}()")


@rewriting("loss as a function")
def loss_function(cell: Given) -> bool:
    """A loss that is given by its name is a function of `keras.losses`."""
    return _each(cell, ("loss",), lambda _, key, part: _loss(part)[1] and f"keras.losses.{_loss(part)[1]}")


@rewriting("loss as a lambda")
def loss_lambda(cell: Given) -> bool:
    """A loss is a lambda around Keras's function, `from_logits` handed on."""
    functions = dict(_LOSSES.values())

    def write(_: ast.Call, key: str, part: ast.expr) -> str | None:
        made, options = _loss(part)[1], ""
        if isinstance(part, ast.Call) and dotted(part.func).startswith("keras.losses.") and not part.args:
            made = functions.get(call_name(part), "")
            if any(word.arg != "from_logits" for word in part.keywords):
                return None
            options = "".join(f", {word.arg}={ast.unparse(word.value)}" for word in part.keywords)
        return f"lambda y_true, y_pred: keras.losses.{made}(y_true, y_pred{options})" if made else None

    return _each(cell, ("loss",), write)


@rewriting("loss by its name")
def loss_string(cell: Given) -> bool:
    """A loss that is an object without settings is given by its name."""
    functions = dict(_LOSSES.values())

    def write(_: ast.Call, key: str, part: ast.expr) -> str | None:
        plain = isinstance(part, ast.Call) and not part.args and not part.keywords
        made = functions.get(call_name(part), "") if plain else ""
        return repr(made) if made else None

    return _each(cell, ("loss",), write)


def _metric(call: ast.Call, key: str, part: ast.expr) -> str:
    """Give the class of a metric that is written as a string; "" where it cannot be told."""
    if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
        return ""
    if part.value != "accuracy":
        return _METRICS.get(part.value, "")
    for name, loss in _settings(keyword_of(call, "loss")):
        if name == key and isinstance(loss, ast.Constant) and loss.value in _ACCURACY:
            return f"{_ACCURACY[loss.value]}Accuracy"
    return ""


@rewriting("metric as an object")
def metric_object(cell: Given) -> bool:
    """A metric that is given by its name is an object of its class, under the same name."""

    def write(call: ast.Call, key: str, part: ast.expr) -> str | None:
        made = _metric(call, key, part)
        name = ast.unparse(part)
        return f"keras.metrics.{made}(name={name})" if made else None

    return _each(cell, ("metrics", "weighted_metrics"), write)


@rewriting("metric as a function")
def metric_function(cell: Given) -> bool:
    """A metric that is given by its name is a function of `keras.metrics`."""
    functions = {
        "MeanSquaredError": "mean_squared_error",
        "MeanAbsoluteError": "mean_absolute_error",
        "BinaryAccuracy": "binary_accuracy",
        "CategoricalAccuracy": "categorical_accuracy",
        "SparseCategoricalAccuracy": "sparse_categorical_accuracy",
    }

    def write(call: ast.Call, key: str, part: ast.expr) -> str | None:
        made = _metric(call, key, part)
        return f"keras.metrics.{functions[made]}" if made else None

    # Logs then go by the function's name; a cell that reads them by the old name is another program.
    reads = any(isinstance(node, ast.Subscript) and constant(node.slice, str) for node in ast.walk(cell.tree))
    return not reads and _each(cell, ("metrics", "weighted_metrics"), write)


@rewriting("metric by its class's name")
def metric_string(cell: Given) -> bool:
    """A metric that is an object without settings is given by the name of its class."""

    def write(_: ast.Call, key: str, part: ast.expr) -> str | None:
        if not isinstance(part, ast.Call) or part.args or part.keywords:
            return None
        return repr(call_name(part)) if dotted(part.func).startswith("keras.metrics.") else None

    return _each(cell, ("metrics", "weighted_metrics"), write)


@rewriting("metrics weighted")
def metrics_weighted(cell: Given) -> bool:
    """Metrics are given as `weighted_metrics`; without weights for the rows the two are the same."""
    changed = False
    if any(keyword_of(node, "class_weight") for node in ast.walk(cell.tree) if isinstance(node, ast.Call)):
        return False
    for call in _compiled(cell):
        for word in call.keywords:
            if word.arg == "metrics" and keyword_of(call, "weighted_metrics") is None:
                word.arg = "weighted_metrics"
                changed = True
    return changed


@rewriting("optimizer as an object")
def optimizer_object(cell: Given) -> bool:
    """An optimizer that is given by its name is an object of its class."""

    def write(_: ast.Call, key: str, part: ast.expr) -> str | None:
        known = isinstance(part, ast.Constant) and part.value in _OPTIMIZERS
        return f"keras.optimizers.{_OPTIMIZERS[ast.literal_eval(part)]}()" if known else None

    return _each(cell, ("optimizer",), write)


@rewriting("optimizer by its name")
def optimizer_string(cell: Given) -> bool:
    """An optimizer object without settings is given by its name, and the default is written down."""
    names = {made: name for name, made in _OPTIMIZERS.items()}

    def write(_: ast.Call, key: str, part: ast.expr) -> str | None:
        plain = isinstance(part, ast.Call) and not part.args and not part.keywords
        name = names.get(call_name(part), "") if plain else ""
        return repr(name) if name else None

    changed = _each(cell, ("optimizer",), write)
    for call in _compiled(cell):
        plain = call.keywords and not call.args and all(word.arg for word in call.keywords)
        if plain and keyword_of(call, "optimizer") is None:
            call.keywords.append(ast.keyword("optimizer", ast.Constant("rmsprop")))
            changed = True
    return changed


@rewriting("optimizer's rate as a schedule")
def rate_schedule(cell: Given) -> bool:
    """A learning rate that is a number is a schedule that never changes it."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or call_name(node) not in _OPTIMIZERS.values():
            return None
        for word in node.keywords:
            if word.arg == "learning_rate" and constant(word.value, float):
                rate = ast.unparse(word.value)
                word.value = expression(
                    f"keras.optimizers.schedules.PiecewiseConstantDecay([1000000], [{rate}, {rate}])"
                )
                return node
        return None

    return cell.swap(change)


@rewriting("logits")
def logits(cell: Given) -> bool:
    """The last layer gives logits, and the loss is told so with `from_logits`."""
    ends = [
        (call, word)
        for call in ast.walk(cell.tree)
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "activation" and constant(word.value, str) and ast.literal_eval(word.value) in _ENDS
    ]
    losses = [part for call in _compiled(cell) for _, part in _settings(keyword_of(call, "loss"))]
    crossed = [part for part in losses if _loss(part)[1] in _ACCURACY]
    if len(ends) != 1 or len(crossed) != 1 or len(losses) != 1:
        return False
    binary = _loss(crossed[0])[1] == "binary_crossentropy"
    if binary and any(keyword_of(call, "metrics") is not None for call in _compiled(cell)):
        return False  # an accuracy by name would take a logit above 0.5 for a yes
    call, word = ends[0]
    call.keywords.remove(word)
    made = _loss(crossed[0])[0]
    return _each(
        cell,
        ("loss",),
        lambda _, key, part: f"keras.losses.{made}(from_logits=True)" if part is crossed[0] else None,
    )


_ENDS = ("softmax", "sigmoid")


@rewriting("one-hot labels")
def one_hot(cell: Given) -> bool:
    """Labels are one-hot, and the loss is the one for such labels."""
    sparse = [
        node
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Constant) and node.value == "sparse_categorical_crossentropy"
    ]
    calls = [
        node
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Call) and call_name(node) in ("fit", "evaluate") and len(node.args) >= 2
    ]
    plain = all(isinstance(call.args[1], ast.Name | ast.Subscript) for call in calls)
    # With a loss for each output, the labels are a dict or a list of arrays.
    plain = plain and not any(
        isinstance(keyword_of(call, "loss"), ast.Dict | ast.List) for call in _compiled(cell)
    )
    if not sparse or not calls or not plain or not any(call_name(call) == "fit" for call in calls):
        return False
    for node in sparse:
        node.value = "categorical_crossentropy"
    for call in calls:
        call.args[1] = _one_hot(call.args[1])
        watched = keyword_of(call, "validation_data")
        if isinstance(watched, ast.Tuple) and len(watched.elts) >= 2:
            watched.elts[1] = _one_hot(watched.elts[1])
    return True


def _one_hot(labels: ast.expr) -> ast.expr:
    return expression(f"keras.utils.to_categorical({ast.unparse(labels)})")


def _fits(cell: Given) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Call)
        and call_name(node) == "fit"
        and any(word.arg in ("epochs", "verbose", "validation_data", "batch_size") for word in node.keywords)
    ]


def _set(call: ast.Call, name: str, value: int) -> None:
    """Set a keyword of a call."""
    call.keywords = [word for word in call.keywords if word.arg != name]
    call.keywords.append(ast.keyword(name, ast.Constant(value)))


@rewriting("another batch size")
def batch_size(cell: Given) -> bool:
    """`fit` takes batches of another size: half of what is given, or half of Keras's 32."""
    for call in _fits(cell):
        given = keyword_of(call, "batch_size")
        literal = given is not None and constant(given, int)
        _set(call, "batch_size", max(1, (ast.literal_eval(given) if given and literal else 32) // 2))
    return bool(_fits(cell))


@rewriting("one more epoch")
def more_epochs(cell: Given) -> bool:
    """`fit` goes through the rows once more."""
    changed = False
    for call in _fits(cell):
        given = keyword_of(call, "epochs")
        if given is not None and constant(given, int):
            _set(call, "epochs", ast.literal_eval(given) + 1)
            changed = True
    return changed


@rewriting("another verbosity")
def verbosity(cell: Given) -> bool:
    """`fit` and `evaluate` say what they do, a line an epoch."""
    changed = False
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Call) and keyword_of(node, "verbose") is not None:
            _set(node, "verbose", 2)
            changed = True
    return changed
