"""What a model was compiled with, under one name for each thing whichever way it was given."""

import re
from dataclasses import dataclass, field
from typing import Any

from graders.evidence.asking import Part, looked_for
from graders.evidence.document import EvidenceError, mapping

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
_SHORT_METRICS = {**_SHORT_LOSSES, "acc": "accuracy", "rmse": "root_mean_squared_error"}


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


class OwnSetting(Setting):
    """A loss, metric or optimizer of the learner's own: whoever looks for what it computes is noted.

    Its name in the logs and that it is the learner's own are facts.
    """

    def __getattribute__(self, name: str) -> Any:
        if name in ("name", "config", "from_logits"):
            own = object.__getattribute__(self, "__dict__").get("name", "")
            looked_for(Part(f"The loss or metric `{own[:80]}`", instead=_INSTEAD))
        return super().__getattribute__(name)


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


def read_compiled(config: object, state: object, path: str) -> Compiled:
    """Read the compiled state of a document.

    Args:
        config: What `get_compile_config` gave, as JSON.
        state: The optimiser's step and learning rate.
        path: Where it stands.

    Raises:
        EvidenceError: It is not of the format.
    """
    config = mapping(config, path)
    state = state if isinstance(state, dict) else {}
    rate, steps = state.get("learning_rate"), state.get("iterations")
    optimizer = _settings(config.get("optimizer"), path, {})
    if isinstance(optimizer, Setting) and not isinstance(rate, float):
        given = optimizer.config.get("learning_rate")
        rate = float(given) if isinstance(given, (int, float)) and abs(given) < 1e12 else None
    return Compiled(
        optimizer=optimizer if isinstance(optimizer, Setting) else None,
        learning_rate=rate if isinstance(rate, (int, float)) else None,
        iterations=steps if isinstance(steps, int) else None,
        loss=_settings(config.get("loss"), path, _SHORT_LOSSES),
        loss_weights=_numbers(config.get("loss_weights"), path),
        metrics=_settings(config.get("metrics"), path, _SHORT_METRICS),
        weighted_metrics=_settings(config.get("weighted_metrics"), path, _SHORT_METRICS),
        jit_compile=config.get("jit_compile"),
        run_eagerly=config.get("run_eagerly"),
    )


def _settings(record: object, path: str, short: dict[str, str], depth: int = 0) -> Any:
    if depth > 8:
        raise EvidenceError("nested too deep", path)
    if record is None:
        return None
    if isinstance(record, str):
        name = usual_name(record)
        return Setting(short.get(name, name), log_name=record[:200])
    if isinstance(record, list):
        return [_settings(item, path, short, depth + 1) for item in record[:1_000]]
    if isinstance(record, dict) and "class_name" in record:
        return _object(record, short)
    if isinstance(record, dict):
        return {
            str(key)[:200]: _settings(item, path, short, depth + 1)
            for key, item in list(record.items())[:1_000]
        }
    if isinstance(record, (int, float)):
        return Setting(
            str(record)[:200], own=True
        )  # Keras looks at what `compile` was given only when it fits
    raise EvidenceError("not a loss, metric or optimiser", path)


def _object(record: dict[str, object], short: dict[str, str]) -> Setting:
    module, config = str(record.get("module") or ""), record.get("config")
    own = module.partition(".")[0] != "keras"
    if record["class_name"] == "function":
        given = str(config)[:200]
        given = (
            given.rpartition(">")[2] or given
        )  # a registered name is `package>name`, a lambda's `<lambda>`
        name = given if own else usual_name(given)
        if own:
            return OwnSetting(name, own=True, log_name=given)
        return Setting(short.get(name, name), log_name=given)
    given = str(record["class_name"])[:200]
    config = config if isinstance(config, dict) else {}
    if given == "MeanMetricWrapper" and isinstance(config.get("fn"), (dict, str)):
        inner = config["fn"]
        return _settings(inner, "", short) if isinstance(inner, str) else _object(inner, short)
    name = given if own else usual_name(given)
    log_name = str(config.get("name", name))[:200]
    if own:
        return OwnSetting(name, config, own=True, log_name=log_name)
    return Setting(short.get(name, name), config, log_name=log_name)


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
