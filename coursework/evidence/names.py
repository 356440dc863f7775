"""The name that Keras has for a function which Python may call otherwise.

`tf.nn.softmax.__name__` is `softmax_v2`, and `keras.losses.mean_squared_error` goes into a configuration as
if it were of `builtins`. So functions are known by identity: what a loaded module holds under the name.
"""

import functools
import sys
import types
from typing import Any, TypeGuard

from coursework.evidence.known import ACTIVATIONS
from coursework.evidence.writer import is_a

_MISSING = object()
_OTHER_NAMES = {"exponential": ("exp",), "linear": ("identity",)}
_ACTIVATION_PLACES = (
    ("keras", "activations"),
    ("keras", "ops"),
    ("tensorflow", "nn"),
    ("tensorflow", "math"),
    ("tensorflow", ""),
)
_OTHERWISE = frozenset({("ops", "gelu"), ("ops", "glu"), ("ops", "threshold")})
"""Functions that share a name with an activation and, by their defaults, compute something else."""


def activation_name(value: object) -> str | None:
    """Give the name under which Keras knows an activation function, None when it is none of the known ones.

    Args:
        value: object object.
    """
    for package, part in _ACTIVATION_PLACES:
        place = _part(package, part)
        for name in sorted(ACTIVATIONS):
            if (part, name) in _OTHERWISE:
                continue
            spelt = (name, *(_OTHER_NAMES.get(name, ()) if part != "activations" else ()))
            if any(getattr(place, each, _MISSING) is value for each in spelt):
                return name
    return None


def is_function(value: object) -> TypeGuard[types.FunctionType | types.MethodType]:
    """Whether it is a function written in Python, not a class or an object that can be called."""
    return is_a(value, types.FunctionType, types.MethodType)


def setting_name(value: object) -> str | None:
    """Give the name of one of Keras's own functions for losses and metrics, None for any other object.

    Args:
        value: object object.
    """
    for package in ("keras", "tensorflow.keras"):
        for part in ("losses", "metrics"):
            place = _part(package, part)
            for name, found in vars(place).items() if place is not None else ():
                if found is value and not isinstance(value, type) and callable(value) and name.islower():
                    return name
    return None


def partial_of(value: object) -> tuple[str, dict[str, object]] | None:
    """Give name and arguments of `functools.partial` of one of Keras's functions, None for anything else.

    Args:
        value: object object.
    """
    if not is_a(value, functools.partial) or value.args:
        return None
    name = setting_name(value.func)
    return None if name is None else (name, dict(value.keywords))


def _part(package: str, part: str) -> Any:
    module = sys.modules.get(package)
    return getattr(module, part, None) if part else module
