"""What a model was compiled with, under one name for each thing whichever way it was given."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graders.evidence.asking import Part, looked_for
from graders.evidence.document import EvidenceError, mapping

Recognise = Callable[[int, str, int | str | None, bool], "Setting | None"]
"""Finds which of Keras's losses or metrics one of the learner's own computes, from its number in the
document, its name, the output for which it was given (None: for all), and whether it is a metric."""

_SHORT_LOSSES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
_SHORT_METRICS = {**_SHORT_LOSSES, "acc": "accuracy"}


@dataclass(frozen=True)
class Setting:
    """One loss, metric or optimiser.

    Args:
        name: Its usual name, such as `mean_squared_error`, `accuracy`, `adam`; a class or function of the
            learner's own keeps its own name.
        config: Its arguments, as far as they are known.
        own: It is the learner's own class or function.
        log_name: The name under which a metric stands in the logs.
    """

    name: str
    config: dict[str, object] = field(default_factory=dict)
    own: bool = False
    log_name: str = ""

    @property
    def from_logits(self) -> bool:
        """Whether a loss takes logits instead of probabilities."""
        return bool(self.config.get("from_logits", False))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class OwnSetting(Setting):
    """A loss, metric or optimizer of the learner's own.

    Its name in the logs and that it is the learner's own are facts. Whoever looks for what it computes is
    told which of Keras's it equals on hidden pairs; where it equals none, or cannot be asked, the look is
    noted.

    Args:
        recognised: Gives the one of Keras's that it equals, None when none is found.
    """

    recognised: Callable[[], Setting | None] = field(default=lambda: None, compare=False, repr=False)

    def __getattribute__(self, name: str) -> Any:
        if name not in ("name", "config", "from_logits"):
            return super().__getattribute__(name)
        found = object.__getattribute__(self, "__dict__").get("recognised", lambda: None)()
        if found is not None:
            return getattr(found, name)
        own = object.__getattribute__(self, "__dict__").get("name", "")
        looked_for(own_part(own))
        return super().__getattribute__(name)


def own_part(name: str) -> Part:
    """Give a loss, metric or optimizer of the learner's own as a part that cannot be looked into."""
    return Part(f"The loss or metric `{name[:80]}`", instead=_INSTEAD)


_INSTEAD = "Losses and metrics of Keras, given by name or as objects, are judged at once."


@dataclass(frozen=True)
class Compiled:
    """What `compile` was given.

    Args:
        optimizer: The optimiser, None when unknown.
        learning_rate: Its learning rate now, None when unknown. A schedule gives the rate of the present
            step.
        iterations: Steps the optimiser has made.
        loss: One loss, a list or dict of them per output, or None.
        loss_weights: None, a number, or a list or dict per output. Texts where a learner put something else.
        metrics: The metrics, in whatever structure they were given.
        weighted_metrics: The weighted metrics likewise.
        jit_compile: As given.
        run_eagerly: As given.
    """

    optimizer: Setting | None = None
    learning_rate: float | None = None
    iterations: int | None = None
    loss: Any = None
    loss_weights: Any = None
    metrics: Any = None
    weighted_metrics: Any = None
    jit_compile: Any = None
    run_eagerly: Any = None

    @property
    def losses(self) -> list[Setting]:
        """All losses, in the order of the outputs as far as a list gave it."""
        return _flat(self.loss)

    @property
    def metric_names(self) -> list[str]:
        """Usual names of all metrics, weighted ones too."""
        return [metric.name for metric in _flat(self.metrics) + _flat(self.weighted_metrics)]

    def loss_of(self, output: int | str) -> Setting | None:
        """Give the loss of one output.

        Args:
            output: Its position when losses were given as a list, its name when they were given as a dict;
                a single loss counts for every output.
        """
        if isinstance(self.loss, dict):
            return self.loss.get(output) if isinstance(output, str) else None
        if isinstance(self.loss, (list, tuple)):
            return self.loss[output] if isinstance(output, int) and output < len(self.loss) else None
        return self.loss


def _flat(item: object) -> list[Setting]:
    if isinstance(item, Setting):
        return [item]
    if isinstance(item, dict):
        return [found for part in item.values() for found in _flat(part)]
    if isinstance(item, (list, tuple)):
        return [found for part in item for found in _flat(part)]
    return []


def read_compiled(config: object, state: object, path: str, recognise: Recognise | None = None) -> Compiled:
    """Read the compiled state of a document.

    Args:
        config: What `get_compile_config` gave, as JSON.
        state: The optimiser's step and learning rate.
        path: Where it stands.
        recognise: Asks what the learner's own losses and metrics compute; None where nobody can be asked.

    Raises:
        EvidenceError: It is not of the format.
    """
    config = mapping(config, path)
    state = state if isinstance(state, dict) else {}
    rate, steps = state.get("learning_rate"), state.get("iterations")
    losses = _Settings(path, _SHORT_LOSSES, recognise, metrics=False)
    metrics = _Settings(path, _SHORT_METRICS, recognise, metrics=True)
    optimizer = _Settings(path, {}, None, metrics=False).read(config.get("optimizer"))
    if isinstance(optimizer, Setting) and not isinstance(rate, float):
        given = optimizer.config.get("learning_rate")
        rate = float(given) if isinstance(given, (int, float)) and abs(given) < 1e12 else None
    return Compiled(
        optimizer=optimizer if isinstance(optimizer, Setting) else None,
        learning_rate=rate if isinstance(rate, (int, float)) else None,
        iterations=steps if isinstance(steps, int) else None,
        loss=losses.read(config.get("loss")),
        loss_weights=_numbers(config.get("loss_weights"), path),
        metrics=metrics.read(config.get("metrics")),
        weighted_metrics=metrics.read(config.get("weighted_metrics")),
        jit_compile=config.get("jit_compile"),
        run_eagerly=config.get("run_eagerly"),
    )


@dataclass(frozen=True)
class _Settings:
    """Reads losses, metrics or an optimizer of one compiled state.

    Args:
        path: Where they stand.
        short: Usual names of short ones.
        recognise: As for `read_compiled`.
        metrics: Whether they are metrics.
    """

    path: str
    short: dict[str, str]
    recognise: Recognise | None
    metrics: bool

    def read(self, record: object, output: int | str | None = None, depth: int = 0) -> Any:
        """Read a part in the structure in which it was given; `output` is the place or name it stands at."""
        if depth > 8:
            raise EvidenceError("nested too deep", self.path)
        if record is None:
            return None
        if isinstance(record, str):
            name = usual_name(record)
            return Setting(self.short.get(name, name), log_name=record[:200])
        if isinstance(record, list):
            items = enumerate(record[:1_000])
            return [self.read(item, at if output is None else output, depth + 1) for at, item in items]
        if isinstance(record, dict) and "class_name" in record:
            return self._object(record, output)
        if isinstance(record, dict):
            pairs = list(record.items())[:1_000]
            return {str(key)[:200]: self.read(item, str(key)[:200], depth + 1) for key, item in pairs}
        if isinstance(record, (int, float)):
            # Keras looks at what `compile` was given only when it fits.
            return Setting(str(record)[:200], own=True)
        raise EvidenceError("not a loss, metric or optimiser", self.path)

    def _object(self, record: dict[str, object], output: int | str | None) -> Setting:
        module, config = str(record.get("module") or ""), record.get("config")
        own = module.partition(".")[0] != "keras"
        if record["class_name"] == "function":
            given = str(config)[:200]
            given = (
                given.rpartition(">")[2] or given
            )  # a registered name is `package>name`, a lambda's `<lambda>`
            if own:
                return self._own(record, given, {}, given, output)
            name = usual_name(given)
            return Setting(self.short.get(name, name), log_name=given)
        given = str(record["class_name"])[:200]
        config = config if isinstance(config, dict) else {}
        if given == "MeanMetricWrapper" and isinstance(config.get("fn"), (dict, str)):
            inner = config["fn"]
            return self.read(inner) if isinstance(inner, str) else self._object(inner, output)
        log_name = str(config.get("name", given if own else usual_name(given)))[:200]
        if own:
            return self._own(record, given, config, log_name, output)
        name = usual_name(given)
        return Setting(self.short.get(name, name), config, log_name=log_name)

    def _own(
        self,
        record: dict[str, object],
        name: str,
        config: dict[str, object],
        log_name: str,
        output: int | str | None,
    ) -> Setting:
        number = record.get("asked")
        recognised: Callable[[], Setting | None] = lambda: None  # noqa: E731
        if self.recognise is not None and type(number) is int and number < 0:
            recognised = partial(self.recognise, number, name, output, self.metrics)
        return OwnSetting(name, config, own=True, log_name=log_name, recognised=recognised)


def _numbers(record: object, path: str) -> Any:
    if record is None or isinstance(record, (int, float)):
        return record
    if isinstance(record, list):
        return [_numbers(item, path) for item in record[:1_000]]
    if isinstance(record, dict):
        return {str(key)[:200]: _numbers(item, path) for key, item in list(record.items())[:1_000]}
    if isinstance(record, str):
        return record[:200]  # `compile("adam", loss, ["accuracy"])` puts the metrics where the weights stand
    raise EvidenceError("not loss weights", path)


def usual_name(name: str) -> str:
    """Give a class's or function's usual name: `MeanSquaredError` is `mean_squared_error`."""
    if name.isupper() and len(name) <= 4:
        return name.lower()
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    fixed = {
        "rm_sprop": "rmsprop",
        "rms_prop": "rmsprop",
        "adam_w": "adamw",
        "r2score": "r2_score",
        "f1score": "f1_score",
    }
    return fixed.get(snake, snake)
