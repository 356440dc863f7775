"""Hidden checks of lesson 12: searches asked with settings, clocks, trials and results of their own.

A hypermodel gets `HyperParameters` that are made beside it, with hidden values in them. A search gets a
metric that sums up as its clock: a training of n seconds adds n, so the clock stands still but for trainings.
Whoever chooses on test data is found by tables in which the best on validation data is another one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import kinds
from graders.evidence.typed import ModelEvidence, TableEvidence
from graders.vocabulary import (
    activations_between,
    array_of,
    as_number,
    close,
    compiled_of,
    kind_of,
    listed,
    loss_is,
    number_is,
    number_of,
    output_activation_is,
    pair_of,
    shown,
    units_are,
    value_of,
)

LESSON = "12_hyperparameters"

# ------------------------------------------------------------------------------------------ sample_settings

_DRAWS = 900
_KEYS = ("learning_rate", "units", "activation")
_SAMPLE_CALLS = [kinds.call(_DRAWS, 17), kinds.call(_DRAWS, 17), kinds.call(_DRAWS, 18)]

SAMPLE_SETTINGS = Exercise(
    LESSON, "sample_settings", evidence={"sample_settings": kinds.Function(_SAMPLE_CALLS)}
)
_DRAWN = "A grid, or random draws"


def _drawn(sample_settings: Any, place: int = 0) -> dict[str, list[Any]]:
    """Give what was drawn in one call, a list for each key."""
    settings = value_of(sample_settings.answers[place], "sample_settings(count, seed)")
    settings = list(settings) if isinstance(settings, (list, tuple, np.ndarray)) else []
    right = len(settings) == _DRAWS and all(
        isinstance(setting, dict) and set(setting) == set(_KEYS) for setting in settings
    )
    require(
        right,
        expected="a list of `count` dicts with the three keys",
        found=f"{len(settings)} of {_DRAWS} settings" if settings else "no list of settings",
        hint="One dict for each setting, with `learning_rate`, `units` and `activation`.",
    )
    return {key: [setting[key] for setting in settings] for key in _KEYS}


def _numbers_drawn(sample_settings: Any, key: str) -> np.ndarray:
    numbers = [as_number(value) for value in _drawn(sample_settings)[key]]
    require(None not in numbers, expected=f"numbers under `{key}`", found="something else")
    return np.array(numbers, float)


@SAMPLE_SETTINGS.criterion("Learning rates are log-uniform", points=2, read=_DRAWN)
def _log_uniform(sample_settings):
    rates = _numbers_drawn(sample_settings, "learning_rate")
    inside = bool(((rates >= 0.99e-4) & (rates <= 1.01)).all())
    # The share of each of four orders of magnitude is a quarter, and of 900 draws within 0.06 of it.
    with np.errstate(all="ignore"):
        powers = np.floor(np.log10(np.maximum(rates, 1e-12)))
    shares = [float((powers == power).mean()) for power in (-4, -3, -2, -1)]
    require(
        inside,
        expected="rates between 0.0001 and 1",
        found=f"rates from {shown(float(rates.min()))} to {shown(float(rates.max()))}",
        hint="Draw the exponent, and take 10 to that power: from −4 to 0.",
    )
    require(
        all(abs(share - 0.25) < 0.08 for share in shares),
        expected="about a quarter of the rates in each order of magnitude",
        found="shares of "
        + ", ".join(f"{share:.2f}" for share in shares)
        + " from the smallest to the largest",
        hint="Draw the exponent evenly, and take 10 to that power.",
        mistakes={
            "The rates themselves are drawn evenly, so nearly all are large.": shares[-1] > 0.8,
            "The exponent is one of 10: `np.exp` makes another number of it.": rates.min() > 0.015,
        },
    )
    require(
        len(set(rates.round(12))) > _DRAWS // 2,
        expected="a new rate in each setting",
        found=f"{len(set(rates.round(12)))} different rates in {_DRAWS} settings",
        hint="A few values are a grid: draw from the whole range between the ends.",
    )


@SAMPLE_SETTINGS.criterion("Units from 16 to 128", points=1, read=_DRAWN)
def _units(sample_settings):
    units = _numbers_drawn(sample_settings, "units")
    ends = (float(units.min()), float(units.max()))
    whole = bool((units == units.round()).all())
    require(
        whole and ends == (16, 128),
        expected="whole numbers from 16 to 128, both included",
        found=f"numbers from {shown(ends[0])} to {shown(ends[1])}"
        + ("" if whole else ", not all of them whole"),
        hint="Both ends are included.",
        mistakes={"The upper end is never drawn: does your function include it?": ends == (16, 127)},
    )
    # A tenth of the range has a tenth of the draws: 0.1 give or take 0.04.
    shares = np.histogram(units, bins=np.linspace(15.5, 128.5, 6))[0] / len(units)
    require(
        bool((abs(shares - 0.2) < 0.08).all()) and len(set(units)) > 60,
        expected="all numbers equally likely",
        found=f"{len(set(units))} different numbers, some parts of the range far more often than others",
        hint="Every whole number may come, and none more often than others.",
    )


@SAMPLE_SETTINGS.criterion("Each value drawn independently", points=1, read=_DRAWN)
def _independent(sample_settings):
    drawn = _drawn(sample_settings)
    names = [str(name) for name in drawn["activation"]]
    kinds_found = sorted(set(names))
    require(
        set(names) <= {"relu", "tanh"},
        expected="activations `relu` or `tanh`",
        found=listed(kinds_found),
        hint="A text under the key `activation`.",
    )
    relu = np.array([name == "relu" for name in names], float)
    require(
        0.4 < relu.mean() < 0.6,
        expected="either activation about equally often",
        found=f"`relu` with a share of {relu.mean():.2f}",
        hint="Draw the activation too, anew in each setting.",
    )
    rates, units = (
        np.array([as_number(value) or np.nan for value in drawn[key]], float)
        for key in ("learning_rate", "units")
    )
    with np.errstate(all="ignore"):
        columns = [np.log(np.maximum(rates, 1e-12)), units, relu]
    # Of 900 independent draws no two correlate by more than 0.15; neither do neighbors in the list.
    pairs = [(0, 1), (0, 2), (1, 2)]
    together = [abs(_correlation(columns[one], columns[other])) for one, other in pairs]
    in_a_row = [abs(_correlation(column[1:], column[:-1])) for column in columns]
    require(
        max(together) < 0.2,
        expected="values that have nothing to do with each other",
        found="values that go up and down together",
        hint="One random number served for two values. Draw one for each.",
    )
    require(
        max(in_a_row) < 0.2,
        expected="every setting drawn anew",
        found="settings in a regular order",
        hint="Draw at random, in each setting.",
    )


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if np.isnan(one).any() or np.isnan(other).any() or one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


@SAMPLE_SETTINGS.criterion("The seed decides", points=1, read=_DRAWN)
def _seeded(sample_settings):
    first, again, other = (_drawn(sample_settings, place) for place in range(3))
    require(
        repr(first) == repr(again),
        expected="the same settings for the same seed",
        found="others in the second call",
        hint="Make the generator inside the function, from `seed`.",
    )
    require(
        repr(first) != repr(other),
        expected="other settings for another seed",
        found="the same ones",
        hint="Is `seed` handed to the generator?",
    )


# -------------------------------------------------------------------------------------------- search_within

_COSTS = [3.0, 2.0, 4.0, 3.0, 2.0, 5.0]
_WITHIN = "A budget in seconds"


def _clocked(label: str, begins_at: float, seconds: float) -> list[kinds.Step]:
    """Search once, with a metric that sums up as clock: the settings are the seconds that they take."""
    clock, train = kinds.ref(f"{label} time"), kinds.ref(label)
    return [
        kinds.ask(f"{label} made", "keras.metrics.Sum", store=label, take=False),
        kinds.ask(f"{label} begun", label, begins_at, take=False),
        kinds.get(f"{label} clock", f"{label}.result", store=f"{label} time"),
        kinds.ask(f"{label} search", "subject", _COSTS, train, clock, seconds),
        kinds.ask(f"{label} end", f"{label}.result"),
    ]


_SEARCHES = [
    *_clocked("early", 0.0, 7.0),
    *_clocked("exact", 0.0, 5.0),
    *_clocked("late", 500.0, 7.0),
    *_clocked("long", 0.0, 1000.0),
]

SEARCH_WITHIN = Exercise(
    LESSON, "search_within", evidence={"search_within": kinds.Script(_SEARCHES, needs="function")}
)


def _trained(search_within: Any, label: str, begins_at: float = 0.0) -> int:
    """Say how many of the settings were trained, by the clock."""
    value_of(search_within[f"{label} search"], "search_within(settings, train, clock, seconds)")
    end = number_of(value_of(search_within[f"{label} end"], "clock()")) - begins_at
    times = np.cumsum([0.0, *_COSTS])
    return int(np.abs(times - end).argmin()) if np.abs(times - end).min() < 0.1 else -1


@SEARCH_WITHIN.criterion("No training begins too late", points=2, read=_WITHIN)
def _in_time(search_within):
    count = _trained(search_within, "early")
    require(
        count == 3,
        expected="3 trainings: at the beginning, after 3 and after 5 of 7 seconds, and none after 9",
        found=f"{count} trainings" if count >= 0 else "other trainings than the settings, one after another",
        hint="Look at the clock before each training, at the one that you are given.",
        mistakes={
            "The time is never over for your function. Does it ask `clock`, before each training?": count
            == len(_COSTS),
            "It stopped although there was time: what matters is when a training begins.": 0 <= count < 3,
        },
    )
    count = _trained(search_within, "exact")
    require(
        count == 2,
        expected="2 trainings of 3 and 2 seconds when there are 5: then 5 or more have passed",
        found=f"{count}",
        hint="No training begins once `seconds` *or more* have passed.",
    )


@SEARCH_WITHIN.criterion("Time is counted from the beginning of the search", points=1, read=_WITHIN)
def _since_begun(search_within):
    late, early = _trained(search_within, "late", 500.0), _trained(search_within, "early")
    require(
        late == early != 0,
        expected="as many trainings when the clock begins at 500 as when it begins at 0",
        found=f"{late} and {early}",
        hint="Only differences of times mean something: read the clock once before the loop.",
    )


@SEARCH_WITHIN.criterion("Each training that began counts, in order", points=1, read=_WITHIN)
def _all_count(search_within):
    for label in ("early", "long"):
        count = _trained(search_within, label)
        results = value_of(search_within[f"{label} search"], "search_within(settings, train, clock, seconds)")
        several = isinstance(results, (list, tuple, np.ndarray)) and np.ndim(results) != 0
        require(
            several,
            expected="a list of results",
            found=kind_of(results),
            hint="Return what the calls of `train` gave, in a list.",
        )
        numbers = [as_number(result) for result in results]
        if count < 0:  # which settings are trained is the other criteria's
            continue
        require(
            len(numbers) == count,
            expected=f"{count} results of {count} trainings",
            found=f"{len(numbers)}",
            hint="A training that has begun in time counts, also when it ends later.",
        )
        require(
            None not in numbers and close(numbers, np.cumsum(_COSTS)[:count]),
            expected="what `train` gave, in the order of the settings",
            found=listed(map(shown, results)),
            hint="Neither the settings nor a sorted list: the results as they came.",
        )


@SEARCH_WITHIN.criterion("It ends when there are no more settings", points=1, read=_WITHIN)
def _all_tried(search_within):
    count = _trained(search_within, "long")
    require(
        count == len(_COSTS),
        expected="each setting trained once when there is time enough",
        found=f"{count} of {len(_COSTS)}" if count >= 0 else "more trainings than settings",
        hint="With time enough the settings decide when it ends.",
    )


# --------------------------------------------------------------------------------------- lr_from_range_test

_RATES = np.geomspace(1e-4, 12.8, 18)
_LOSSES = np.array(
    [2.31, 2.30, 2.29, 2.31, 2.27, 2.2, 2.05, 1.8, 1.5, 1.22, 1.08, 0.94, 0.91, 1.3, 2.4, 4.5, 9.0, 30.0]
)
_FIRST_LOW = np.array([0.4, 0.2, 0.3, 0.6, 2.0, 8.0])
_WITH_NAN = _LOSSES.copy()
_WITH_NAN[[3, -3, -2, -1]] = np.nan  # one before the lowest: places count among all of them
_WITH_INF = _LOSSES.copy()
_WITH_INF[-4:] = [np.inf, np.nan, np.inf, np.nan]
_RANGE = "A range test for the learning rate"

_RANGE_CALLS = [
    kinds.call(_RATES, _LOSSES),
    kinds.call(_RATES[:6] * 7, _FIRST_LOW),
    kinds.call(_RATES, _WITH_NAN),
    kinds.call(_RATES, _WITH_INF),
]

LR_FROM_RANGE_TEST = Exercise(
    LESSON, "lr_from_range_test", evidence={"lr_from_range_test": kinds.Function(_RANGE_CALLS)}
)


def _proposed(lr_from_range_test: Any, place: int) -> float:
    value = value_of(lr_from_range_test.answers[place], "lr_from_range_test(rates, losses)")
    return number_of(value, expected="one learning rate", hint="Return a single number.")


@LR_FROM_RANGE_TEST.criterion("A tenth of the rate at the lowest loss", points=2, read=_RANGE)
def _tenth(lr_from_range_test):
    for place, (rates, losses) in enumerate([(_RATES, _LOSSES), (_RATES[:6] * 7, _FIRST_LOW)]):
        low = int(losses.argmin())
        steepest = int(np.diff(losses).argmin())
        number_is(
            _proposed(lr_from_range_test, place),
            rates[low] / 10,
            expected="a tenth of the rate at the lowest loss",
            hint="Find the place of the lowest loss, look up the rate there, and divide it by 10.",
            mistakes={
                "That is the rate at the lowest loss itself: it is too large already.": rates[low],
                "That is a loss, and not a rate: the lowest loss tells the place.": [
                    losses[low],
                    losses[low] / 10,
                ],
                "That is the place of the lowest loss: which rate stands there?": [low, low / 10],
                "That is the smallest of the rates, not the rate at the lowest loss.": [
                    rates[0],
                    rates[0] / 10,
                ],
                "That belongs to the highest loss.": [rates[losses.argmax()], rates[losses.argmax()] / 10],
                "That is another rule: the rate where the loss falls fastest.": [
                    rates[steepest],
                    rates[steepest + 1],
                ],
            },
            abs=1e-7,  # rates are small
        )


@LR_FROM_RANGE_TEST.criterion("Losses that are no number do not count", points=1, read=_RANGE)
def _without_nan(lr_from_range_test):
    whole = _proposed(lr_from_range_test, 0)
    for place, losses, what in ((2, _WITH_NAN, "`nan`"), (3, _WITH_INF, "`nan` and infinity")):
        found = _proposed(lr_from_range_test, place)
        broken = int(np.argmin(losses))
        require(
            close(found, whole, abs=1e-7),
            expected=f"the same rate when some of the losses are {what}",
            found=shown(found),
            hint="What broke is left out before the lowest loss is looked for, its rate with it.",
            mistakes={
                "`nan` is taken for the lowest of all.": close(found, _RATES[broken] / 10, abs=1e-7)
                or close(found, _RATES[broken], abs=1e-7)
            },
        )


# ------------------------------------------------------------------------------------------ build_candidate

_CHOICES = {
    "three": {
        "layers": 3, "units_0": 48, "units_1": 16, "units_2": 64,
        "dropout": True, "dropout_rate": 0.3, "learning_rate": 0.02,
    },
    "one": {"layers": 1, "units_0": 32, "dropout": False, "learning_rate": 0.5},
    "two": {
        "layers": 2, "units_0": 16, "units_1": 48,
        "dropout": True, "dropout_rate": 0.2, "learning_rate": 0.004,
    },
}  # fmt: skip


def _built(label: str, values: Mapping[str, Any]) -> list[kinds.Step]:
    """Build with hidden values, and look what was asked for."""
    hp = f"{label}_hp"
    return [
        kinds.ask(f"{label} hp", "keras_tuner.HyperParameters", store=hp, take=False),
        kinds.ask(f"{label} values", f"{hp}.values.update", dict(values), take=False),
        kinds.ask(label, "subject", kinds.ref(hp)),
        kinds.ask(f"{label} space", f"{hp}.get_config"),
        kinds.ask(f"{label} active", f"{hp}.is_active", "dropout_rate"),
    ]


_BUILDS = [
    *[step for label, values in _CHOICES.items() for step in _built(label, values)],
    kinds.ask("switched off", "three_hp.values.update", {"dropout": False}, take=False),
    kinds.ask("three off active", "three_hp.is_active", "dropout_rate"),
]

BUILD_CANDIDATE = Exercise(
    LESSON, "build_candidate", evidence={"build_candidate": kinds.Script(_BUILDS, needs="function")}
)
_CODE = "A search space is code"


def _candidate(build_candidate: Any, label: str) -> ModelEvidence:
    model = value_of(build_candidate[label], "build_candidate(hp)")
    require(
        isinstance(model, ModelEvidence),
        expected="a Keras model",
        found=kind_of(model),
        hint="The function returns the compiled model.",
    )
    return model


def _space(build_candidate: Any, label: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Give class and settings of what was asked for, by name."""
    value_of(build_candidate[label], "build_candidate(hp)")
    config = value_of(build_candidate[f"{label} space"], "hp.get_config()")
    entries: Any = config.get("space") if isinstance(config, dict) else None
    require(
        isinstance(entries, list) and all(map(_names_a_value, entries)),
        expected="`hp` as KerasTuner made it, with what the function asked it for",
        found="an `hp` whose search space cannot be read",
        hint="The function asks `hp` for values (`hp.Int(…)`) and leaves the object itself as it is.",
    )
    return {entry["config"]["name"]: (entry["class_name"], entry["config"]) for entry in entries}


def _names_a_value(entry: object) -> bool:
    """Whether an entry of a search space is one: a class's name, and settings with a name."""
    if not (isinstance(entry, dict) and isinstance(entry.get("class_name"), str)):
        return False
    return isinstance(entry.get("config"), dict) and isinstance(entry["config"].get("name"), str)


def _possible(kind: str, config: Mapping[str, Any]) -> list[Any]:
    """Give the values that a whole number, a choice or a yes-or-no can take."""
    if kind == "Boolean":
        return [False, True]
    if kind == "Choice":
        return sorted(config["values"])
    low, high = config.get("min_value"), config.get("max_value")
    step = config.get("step")
    if low is None or high is None:
        return [config.get("value")]
    if kind == "Int" and config.get("sampling", "linear") == "log" and step:
        values = [low]
        while values[-1] * step <= high:
            values.append(values[-1] * step)
        return values
    return list(np.arange(low, high + 1e-9, step or 1)) if kind == "Int" else [low, high]


@BUILD_CANDIDATE.criterion("The search space, by name", points=2, read=_CODE)
def _names_and_ranges(build_candidate):
    space = _space(build_candidate, "three")
    wanted = {
        "layers": [1, 2, 3],
        **{f"units_{n}": [16, 32, 48, 64] for n in range(3)},
        "dropout": [False, True],
        "dropout_rate": [0.1, 0.5],
        "learning_rate": [0.001, 1.0],
    }
    missing = [name for name in wanted if name not in space]
    require(
        not missing,
        expected="the hyperparameters of the task, by their names",
        found=f"no {listed(f'`{name}`' for name in missing)} when there are three layers with dropout",
        hint="Each value is asked of `hp`, under its name.",
        mistakes={
            "One name for all layers gives all the same units: the number belongs to the name.": "units"
            in space
        },
    )
    for name, values in wanted.items():
        found = _possible(*space[name])
        ends = [found[0], found[-1]] if name in ("dropout_rate", "learning_rate") else found
        same = len(ends) == len(values) and all(
            close(float(one), float(other), abs=1e-9) for one, other in zip(ends, values, strict=True)
        )
        require(
            same,
            expected=f"for `{name}` the values {shown(values)}"
            if len(values) > 2
            else f"`{name}` in its range",
            found=shown([float(v) if not isinstance(v, (bool, str)) else v for v in ends]),
            hint="Compare the range, and the step, with the task. `max_value` is included.",
        )


@BUILD_CANDIDATE.criterion("Hidden layers as `hp` says", points=2, read=_CODE)
def _hidden_layers(build_candidate):
    for label, values in _CHOICES.items():
        space, model = _space(build_candidate, label), _candidate(build_candidate, label)
        units = [node.config["units"] for node in model.architecture.layers("Dense")][:-1]
        # A name that was never asked for is missed elsewhere: then only the number of layers counts.
        wanted = [values[f"units_{n}"] for n in range(values["layers"])] if "layers" in space else units
        known = [f"units_{n}" in space for n in range(len(wanted))]
        same = len(units) == len(wanted) and all(
            one == other or not asked for one, other, asked in zip(units, wanted, known, strict=True)
        )
        require(
            same,
            expected=f"{listed(wanted)} units in {len(wanted)} hidden layer(s), when `hp` says so",
            found=f"{listed(units) or 'no'} units",
            hint="Each hidden layer asks for its own units, inside the loop over the layers.",
            mistakes={
                "One layer too many: does the loop's range begin at 0?": len(units) == len(wanted) + 1,
            },
        )
    activations_between(_candidate(build_candidate, "three"))
    activations_between(_candidate(build_candidate, "one"))


@BUILD_CANDIDATE.criterion("One Dropout layer, only if `dropout` says so", points=1, read=_CODE)
def _dropout_layer(build_candidate):
    for label, values in _CHOICES.items():
        graph = _candidate(build_candidate, label).architecture
        layers = graph.layers("Dropout")
        wanted = 1 if values["dropout"] else 0
        require(
            len(layers) == wanted,
            expected=f"{wanted} Dropout layer(s) when `dropout` is {values['dropout']}",
            found=f"{len(layers)}",
            hint="One `if` behind the loop over the layers.",
            mistakes={
                "It stands in the loop: one behind each hidden layer.": len(layers) == values["layers"] > 1
            },
        )
        for layer in layers:
            behind = [node for node in graph.layers("Dense") if graph.has_path(layer, node)]
            require(
                len(behind) == 1,
                expected="the Dropout layer behind the last hidden layer",
                found=f"{len(behind)} Dense layer(s) behind it",
                hint="Only the output layer comes after it.",
            )
            asked = "dropout_rate" in _space(build_candidate, label)
            require(
                not asked or close(layer.config["rate"], values["dropout_rate"]),
                expected="the share that `hp` says",
                found=shown(layer.config["rate"]),
                hint="Hand `dropout_rate` to the layer.",
            )


@BUILD_CANDIDATE.criterion("`dropout_rate` under a condition", points=1, read=_CODE)
def _under_condition(build_candidate):
    asked = "dropout_rate" in _space(build_candidate, "three")
    require(
        asked and value_of(build_candidate["three active"], "hp.is_active(…)"),
        expected="`dropout_rate` active when `dropout` is true",
        found="one that is not active" if asked else "no such hyperparameter",
        hint="The condition is that `dropout` is `True`: `parent_values` is a list.",
    )
    off = value_of(build_candidate["three off active"], "hp.is_active(…)")
    off = off or value_of(build_candidate["one active"], "hp.is_active(…)")
    require(
        not off,
        expected="`dropout_rate` not active when `dropout` is false",
        found="one that is active all the same",
        hint="A Python `if` alone is no condition for KerasTuner: use `conditional_scope`, or `parent_name`.",
    )


@BUILD_CANDIDATE.criterion("The learning rate is log-uniform", points=1, read=_CODE)
def _rate_is_log(build_candidate):
    kind, config = _space(build_candidate, "three").get("learning_rate", ("none", {}))
    require(
        kind == "Float" and config.get("sampling") == "log",
        expected="a `learning_rate` that is drawn log-uniformly",
        found=f"`hp.{kind}` with `sampling={config.get('sampling')!r}`" if config else "no `learning_rate`",
        hint="`hp.Float` has an argument for how it draws.",
        mistakes={"A few choices are no range.": kind == "Choice"},
    )


@BUILD_CANDIDATE.criterion("SGD gets the learning rate", points=1, read=_CODE)
def _rate_is_used(build_candidate):
    for label, values in _CHOICES.items():
        compiled = compiled_of(_candidate(build_candidate, label))
        asked = "learning_rate" in _space(build_candidate, label)
        name = str(getattr(compiled.optimizer, "name", compiled.optimizer)).lower()
        require(
            "sgd" in name,
            expected="the optimizer SGD",
            found=name,
            hint="The task names the optimizer.",
        )
        require(
            not asked or close(compiled.learning_rate, values["learning_rate"]),
            expected="the learning rate that `hp` says",
            found=shown(compiled.learning_rate),
            hint='Make the optimizer with `learning_rate=`: the text `"sgd"` has a rate of its own.',
        )


@BUILD_CANDIDATE.criterion("A classifier of ten classes", points=1, read=_CODE)
def _classifier(build_candidate):
    model = _candidate(build_candidate, "one")
    shapes = [port.shape[1:] for port in model.architecture.inputs]
    require(
        shapes == [(196,)],
        expected="rows of 196 numbers as input",
        found=f"inputs of shape {listed(shapes)}" if shapes else "a model that does not know its input yet",
        hint="Begin with `keras.Input`.",
    )
    units_are(model, 0, 10)
    output_activation_is(model, 0, "softmax")
    name = model.architecture.output_names[0]
    loss_is(model, name, "sparse_categorical_crossentropy")
    found = compiled_of(model).metric_names
    require(
        any("acc" in str(metric).lower() for metric in found),
        expected="accuracy among the metrics",
        found=listed(found) or "no metric",
        hint="The tuner needs `val_accuracy`: give `compile` the metric.",
    )


# ---------------------------------------------------------------------------------------------- read_trials

_TRIALS: Sequence[tuple[str, float | None, dict[str, Any]]] = (
    ("COMPLETED", 0.62, {"units": 16, "learning_rate": 0.5, "momentum": 0.3}),
    ("FAILED", 0.99, {"units": 32, "learning_rate": 0.9}),
    ("COMPLETED", 0.81, {"units": 48, "learning_rate": 0.02}),
    ("INVALID", None, {"units": 24, "learning_rate": 0.7, "momentum": 0.9}),
    ("COMPLETED", 0.74, {"units": 64, "learning_rate": 0.1, "momentum": 0.6}),
    ("COMPLETED", 0.35, {"units": 8, "learning_rate": 0.003}),
)


def _trials() -> list[kinds.Step]:
    steps = []
    for number, (status, score, values) in enumerate(_TRIALS):
        hp, trial = f"hp_{number}", f"trial_{number}"
        more = {"hyperparameters": kinds.ref(hp), "trial_id": f"{number:02}", "status": status}
        steps += [
            kinds.ask(f"{hp} made", "keras_tuner.HyperParameters", store=hp, take=False),
            kinds.ask(f"{hp} values", f"{hp}.values.update", values, take=False),
            kinds.ask(f"{trial} made", "keras_tuner.engine.trial.Trial", store=trial, take=False, **more),
            kinds.put(f"{trial}.score", score),
        ]
    whole = [kinds.ref(f"trial_{number}") for number, trial in enumerate(_TRIALS) if trial[0] == "COMPLETED"]
    every = [kinds.ref(f"trial_{number}") for number in range(len(_TRIALS))]
    return [*steps, kinds.ask("completed", "subject", whole), kinds.ask("all", "subject", every)]


READ_TRIALS = Exercise(
    LESSON, "read_trials", evidence={"read_trials": kinds.Script(_trials(), needs="function")}
)
_KERAS_TUNER = "Random search with KerasTuner"
_COMPLETED = [(score, values) for status, score, values in _TRIALS if status == "COMPLETED"]


def _table(read_trials: Any, label: str) -> TableEvidence:
    table = value_of(read_trials[label], "read_trials(trials)")
    require(
        isinstance(table, TableEvidence),
        expected="a pandas data frame",
        found=kind_of(table),
        hint="`pd.DataFrame` makes one of a list of dicts.",
    )
    return table


def _column(table: TableEvidence, name: str) -> list[float]:
    require(
        name in table,
        expected="columns called after the hyperparameters, and `score`",
        found=f"columns {listed(f'`{column}`' for column in table.columns)}",
        hint="A hyperparameter's name is the column's name.",
    )
    numbers = [as_number(value) for value in table[name].tolist()]
    return [np.nan if number is None else number for number in numbers]


@READ_TRIALS.criterion("Each trial's values beside its score", points=2, read=_KERAS_TUNER)
def _values_and_score(read_trials):
    table = _table(read_trials, "completed")
    names = {name for _, values in _COMPLETED for name in values} | {"score"}
    extra = [name for name in table.columns if name not in names and name not in ("index", "trial_id")]
    require(not extra, expected="no other columns", found=listed(extra), hint="The names stand in the task.")
    columns = {name: _column(table, name) for name in names}
    for score, values in _COMPLETED:
        rows = [row for row in range(len(table)) if close(columns["units"][row], values["units"], rel=0)]
        require(
            len(rows) == 1,
            expected="one row for each trial",
            found=f"{len(rows)} rows for one of them",
            hint="Each trial gives one dict, and each dict one row.",
        )
        row = {name: columns[name][rows[0]] for name in names}
        right = {**values, "score": score}
        wrong = [name for name, value in right.items() if not close(row[name], value, abs=1e-6)]
        filled = [name for name in names - set(right) if not np.isnan(row[name])]
        if wrong or filled:
            name = (wrong or filled)[0]
            raise Missed(
                expected="the values of a trial and its score in one row",
                found=f"another value under `{name}`: {shown(row[name])}",
                hint="`trial.score` goes into the same dict as `trial.hyperparameters.values`.",
                mistakes={"What a trial doesn't have stays empty.": not wrong},
            )


@READ_TRIALS.criterion("The best one first", points=1, read=_KERAS_TUNER)
def _best_first(read_trials):
    found = _column(_table(read_trials, "completed"), "score")
    require(
        len(found) > 1 and found == sorted(found, reverse=True),
        expected="the rows sorted by score, the highest first",
        found=f"scores {listed(map(shown, found))}",
        hint="Sort by `score`.",
        mistakes={
            "The highest accuracy is the best: it stands last here.": len(found) > 1
            and found == sorted(found)
        },
    )


@READ_TRIALS.criterion("Completed trials only", points=1, read=_KERAS_TUNER)
def _completed_only(read_trials):
    units = _column(_table(read_trials, "all"), "units")
    failed = [values["units"] for status, _, values in _TRIALS if status != "COMPLETED"]
    inside = [number for number in failed if number in units]
    require(
        not inside,
        expected="no row for a trial that has not been completed",
        found=f"{len(inside)} such row(s)",
        hint='Look at `trial.status`: only `"COMPLETED"` counts, whatever the score.',
        mistakes={"A score alone does not make it a completed trial.": inside == [32]},
    )
    whole = [values["units"] for _, values in _COMPLETED]
    require(
        all(number in units for number in whole),
        expected="a row for each completed trial",
        found=f"{sum(number in units for number in whole)} of {len(whole)}",
        hint="None of the completed ones is left out.",
    )


# --------------------------------------------------------------------------------------------- halving_plan

_HALVINGS = [(27, 2, 3), (8, 1, 2), (10, 3, 3), (1, 5, 3), (20, 1, 4)]

HALVING_PLAN = Exercise(
    LESSON,
    "halving_plan",
    evidence={"halving_plan": kinds.Function([kinds.call(*each) for each in _HALVINGS])},
)
_HYPERBAND = "Hyperband: few epochs for the bad ones"


def _rounds(trials: int, epochs: int, factor: int, *, down: bool = False) -> list[tuple[int, int]]:
    """Give the plan of successive halving."""
    plan = [(trials, epochs)]
    while plan[-1][0] > 1:
        count = plan[-1][0] // factor if down else -(-plan[-1][0] // factor)
        plan.append((max(count, 1), plan[-1][1] * factor))
    return plan


def _cost(plan: Sequence[tuple[float, float]]) -> float:
    """Give the epochs that a plan trains, when everybody keeps its weights."""
    before = [0.0, *[epochs for _, epochs in plan[:-1]]]
    return sum(trials * (epochs - past) for (trials, epochs), past in zip(plan, before, strict=True))


def _planned(halving_plan: Any, place: int) -> tuple[list[tuple[float, float]], Any]:
    """Give the plan as pairs of numbers, and the total as it came."""
    called = f"halving_plan{_HALVINGS[place]}"
    plan, total = pair_of(
        value_of(halving_plan.answers[place], called),
        expected="two things, the plan and the epochs in all",
        hint="`return plan, total`.",
    )
    numbers = array_of(
        plan, expected="a list of pairs `(trials, epochs)`", shape=(None, 2), hint="One pair for each round."
    )
    return [(float(one), float(other)) for one, other in numbers], total


@HALVING_PLAN.criterion("Trials divided, rounded up, down to one", points=1, read=_HYPERBAND)
def _trials_of_rounds(halving_plan):
    for place, given in enumerate(_HALVINGS):
        found = [trials for trials, _ in _planned(halving_plan, place)[0]]
        right = [trials for trials, _ in _rounds(*given)]
        down = [trials for trials, _ in _rounds(*given, down=True)]
        require(
            found == right,
            expected=f"for `halving_plan{given}` {len(right)} round(s), from {given[0]} down to 1",
            found=f"{listed(map(shown, found))} trials",
            hint="Each round has the number of the one before, divided by `factor`, until one is left.",
            mistakes={
                "It is rounded down, and not up.": found == down != right,
                "The last round is missing, the one with a single trial.": found == right[:-1],
                "The first round is missing: it is the pair that the function gets.": found == right[1:],
            },
        )


@HALVING_PLAN.criterion("Epochs multiplied in each round", points=1, read=_HYPERBAND)
def _epochs_of_rounds(halving_plan):
    for place, (_, epochs, factor) in enumerate(_HALVINGS):
        found = [up_to for _, up_to in _planned(halving_plan, place)[0]]
        right = [epochs * factor**number for number in range(len(found))]
        new = [right[0], *[later - sooner for sooner, later in zip(right, right[1:], strict=False)]]
        require(
            found == right,
            expected="`epochs` at first, and `factor` times as many in each next round",
            found=f"{listed(map(shown, found))} for `halving_plan{_HALVINGS[place]}`",
            hint="Each round multiplies the epochs of the one before.",
            mistakes={
                "These are the new epochs alone: the plan says up to which epoch.": found == new,
                "The first round is missing: it is the pair that the function gets.": found[:1]
                == [epochs * factor],
            },
        )


@HALVING_PLAN.criterion("Only new epochs are counted", points=2, read=_HYPERBAND)
def _new_epochs(halving_plan):
    for place, given in enumerate(_HALVINGS):
        plan, total = _planned(halving_plan, place)
        own, right = _cost(plan), _cost(_rounds(*given))
        found = number_of(total, expected="the epochs in all, one number")
        if close(found, own):  # whether the plan is right is the other criteria's
            continue
        number_is(
            found,
            right,
            expected=f"the epochs that are trained in all by `halving_plan{given}`",
            hint="In each round, its trials times its epochs less those of the round before.",
            mistakes={
                "Who goes on keeps its weights: the epochs of the rounds before are counted again.": sum(
                    trials * epochs for trials, epochs in plan
                ),
                "The epochs of each round are added, whatever the number of its trials.": [
                    sum(epochs for _, epochs in plan),
                    plan[-1][1],
                ],
                "The first round is missing.": own - plan[0][0] * plan[0][1],
            },
        )


# ---------------------------------------------------------------------------------------- price_of_choosing

_SPLIT_RNG = hidden_rng(1212)


def _steady() -> tuple[np.ndarray, np.ndarray]:
    """Make splits in which one candidate is the best of all, on validation and on test data."""
    valid = _SPLIT_RNG.uniform(0.5, 0.7, (4, 3))
    test = _SPLIT_RNG.uniform(0.4, 0.6, (4, 3))
    valid[:, 1], test[:, 1] = [0.84, 0.9, 0.79, 0.88], [0.8, 0.82, 0.77, 0.73]
    return valid, test


def _apart() -> tuple[np.ndarray, np.ndarray]:
    """Make one split in which another candidate is the best on test data."""
    return np.array([[0.71, 0.86, 0.8, 0.77]]), np.array([[0.7, 0.75, 0.74, 0.83]])


def _changing() -> tuple[np.ndarray, np.ndarray]:
    """Make splits in which another candidate is the best in each, on both."""
    valid = np.array([[0.9, 0.6, 0.8], [0.61, 0.85, 0.79], [0.62, 0.63, 0.91], [0.88, 0.64, 0.81]])
    test = np.array([[0.86, 0.65, 0.7], [0.66, 0.78, 0.71], [0.67, 0.68, 0.85], [0.79, 0.69, 0.72]])
    return valid, test


_PRICES = {"steady": _steady(), "apart": _apart(), "changing": _changing()}

PRICE_OF_CHOOSING = Exercise(
    LESSON,
    "price_of_choosing",
    evidence={"price_of_choosing": kinds.Function([kinds.call(*each) for each in _PRICES.values()])},
)
_PRICE = "The price of choosing"


def _price_is(price_of_choosing: Any, label: str, expected: str, hint: str, **more: float) -> None:
    """See to it that the price for some splits is the right one; `more` are the prices of mistakes."""
    place = list(_PRICES).index(label)
    valid, test = _PRICES[label]
    rows, chosen = np.arange(len(valid)), valid.argmax(axis=1)
    once = int(valid.mean(axis=0).argmax())
    right = float((valid[rows, chosen] - test[rows, chosen]).mean())
    value = value_of(price_of_choosing.answers[place], "price_of_choosing(valid, test)")
    number_is(
        number_of(value, expected="one number, the mean price", hint="Take the mean over all splits."),
        right,
        expected=expected,
        hint=hint,
        mistakes={
            "Upside down: the price is validation minus test accuracy.": -right,
            "The best test accuracy was taken: but the chosen candidate is judged, not the luckiest.": float(
                (valid.max(axis=1) - test.max(axis=1)).mean()
            ),
            "Chosen on test data: the validation accuracy decides.": float(
                (valid[rows, test.argmax(axis=1)] - test.max(axis=1)).mean()
            ),
            "One candidate was chosen for all splits: choose in each split.": [
                float((valid[:, once] - test[:, once]).mean()),
                float((valid.max(axis=1) - test[:, once]).mean()),
            ],
            "Nothing was chosen: that is the mean over all candidates.": float((valid - test).mean()),
            "The accuracy of the chosen one, and not its difference.": [
                float(valid.max(axis=1).mean()),
                float(test[rows, chosen].mean()),
            ],
            "The sum over the splits, and not the mean.": right * len(valid),
            "The largest of all splits alone.": float(
                valid.max() - test[np.unravel_index(valid.argmax(), valid.shape)]
            ),
        },
        abs=1e-5,  # prices are small
    )


@PRICE_OF_CHOOSING.criterion("Mean of validation minus test accuracy", points=1, read=_PRICE)
def _mean_price(price_of_choosing):
    _price_is(
        price_of_choosing,
        "steady",
        "the mean price of splits in which one candidate is always the best",
        "In each row, the validation accuracy of the chosen one minus its test accuracy; then the mean.",
    )


@PRICE_OF_CHOOSING.criterion("The chosen candidate's own test accuracy", points=2, read=_PRICE)
def _own_test_accuracy(price_of_choosing):
    _price_is(
        price_of_choosing,
        "apart",
        "the price of one split, in which another candidate is the best on test data",
        "The validation accuracy decides; the same candidate's test accuracy is subtracted.",
    )


@PRICE_OF_CHOOSING.criterion("Chosen anew in each split", points=1, read=_PRICE)
def _chosen_anew(price_of_choosing):
    _price_is(
        price_of_choosing,
        "changing",
        "the mean price of splits that have different winners",
        "Which candidate is chosen is decided row by row: `axis=1`.",
    )


# ------------------------------------------------------------------------------------------------ pick_best


def _results(*rows: tuple[float, float, float, float]) -> list[dict[str, float]]:
    keys = ("learning_rate", "accuracy", "valid_accuracy", "test_accuracy")
    return [dict(zip(keys, row, strict=True)) for row in rows]


_NAN = float("nan")
_TABLES = [
    _results(
        (0.001, 0.70, 0.66, 0.64), (0.02, 0.93, 0.79, 0.83), (0.1, 0.90, 0.84, 0.78), (0.7, 0.99, 0.71, 0.69)
    ),
    _results(
        (0.3, 0.97, 0.71, 0.72), (0.04, 0.88, 0.82, 0.75), (0.006, 0.81, 0.77, 0.81), (0.9, 0.5, 0.4, 0.41)
    ),
    _results(
        (0.5, _NAN, _NAN, _NAN), (0.01, 0.80, 0.74, 0.72), (0.05, 0.90, 0.81, 0.77), (0.8, 0.95, 0.7, 0.71)
    ),
    _results((0.03, 0.85, 0.80, 0.76), (1.0, _NAN, _NAN, 0.10), (0.002, 0.6, 0.59, 0.58)),
    _results((0.002, 0.6, 0.59, 0.58), (0.03, 0.85, 0.80, 0.76), (1.0, 0.1, _NAN, _NAN)),
]

PICK_BEST = Exercise(
    LESSON, "pick_best", evidence={"pick_best": kinds.Function([kinds.call(table) for table in _TABLES])}
)
_ONCE = "Test once"


def _picked(pick_best: Any, place: int) -> tuple[dict[str, float], float, dict[str, float]]:
    """Give the trial that was picked, what is reported for it, and the right trial."""
    rate, reported = pair_of(
        value_of(pick_best.answers[place], "pick_best(trials)"),
        expected="two things, a learning rate and an accuracy",
        hint="`return` both, parted by a comma.",
    )
    rate = number_of(rate, expected="a learning rate, one number")
    table = _TABLES[place]
    trial = next((each for each in table if close(rate, each["learning_rate"], abs=1e-7)), None)
    if trial is None:
        raise Missed(
            expected="the learning rate of one of the trials",
            found=shown(rate),
            hint="First the learning rate, then the accuracy.",
            mistakes={
                "That is an accuracy: the learning rate comes first.": any(
                    close(rate, value) for each in table for value in [*each.values()][1:]
                ),
                "That is a place in the list: which learning rate stands there?": rate in range(len(table)),
            },
        )
    whole = [each for each in table if not np.isnan(each["valid_accuracy"])]
    right = max(whole, key=lambda each: each["valid_accuracy"])
    return trial, number_of(reported, expected="an accuracy, one number"), right


@PICK_BEST.criterion("Chosen on validation data", points=2, read=_ONCE)
def _on_validation(pick_best):
    for place in (0, 1):
        trial, _, right = _picked(pick_best, place)
        table = _TABLES[place]
        best = {key: max(table, key=lambda each, key=key: each[key]) for key in table[0]}
        require(
            trial is right,
            expected="the trial with the best validation accuracy",
            found=f"the one with a learning rate of {shown(trial['learning_rate'])}",
            hint="The highest `valid_accuracy` decides.",
            mistakes={
                "It was chosen on the test data: then these are no test data any more, and their "
                "accuracy is too good.": trial is best["test_accuracy"],
                "It was chosen on the training data: that rewards memorizing.": trial is best["accuracy"],
                "That is the worst one.": trial is min(table, key=lambda each: each["valid_accuracy"]),
            },
        )


@PICK_BEST.criterion("The test accuracy of the chosen one is reported", points=2, read=_ONCE)
def _reported(pick_best):
    for place in (0, 1):
        trial, reported, _ = _picked(pick_best, place)
        number_is(
            reported,
            trial["test_accuracy"],
            expected="the test accuracy of the trial that was chosen",
            hint="The accuracy that took no part in the choice, of the same trial.",
            mistakes={
                "That is its validation accuracy: it was used to choose, and is too good by the price of "
                "choosing.": trial["valid_accuracy"],
                "That is its training accuracy.": trial["accuracy"],
                "That is the best test accuracy of all trials, and of another network: chosen on the test "
                "data.": max(each["test_accuracy"] for each in _TABLES[place]),
            },
        )


@PICK_BEST.criterion("A trial that broke is never chosen", points=1, read=_ONCE)
def _never_broken(pick_best):
    for place in (2, 3, 4):
        trial, _, _ = _picked(pick_best, place)
        require(
            not np.isnan(trial["valid_accuracy"]),
            expected="a trial with a validation accuracy",
            found="the one whose accuracy is `nan`",
            hint="`nan` is neither larger nor smaller than anything: leave such trials out first.",
        )
