"""Stand-ins for what learners keep under names of their own; a lesson may assign such a name, never read it.

This module runs in the kernel of a lesson, and so imports nothing of the course.
"""

from collections.abc import MutableMapping
from typing import Any

_ABSENT = object()
_used: list[str] = []
_before: dict[str, Any] = {}


class TheirsUsedError(Exception):
    """The lesson reads a name that a learner's answer has assigned."""


class Theirs:
    """Something of a learner's own. Whatever is done with it is taken down and raises.

    Args:
        name: The learner's name for it.
    """

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_theirs", name)

    def __getattr__(self, attribute: str) -> Any:
        raise _use(self)

    def __setattr__(self, attribute: str, value: Any) -> None:
        raise _use(self)


def _use(thing: Theirs) -> TheirsUsedError:
    name = object.__getattribute__(thing, "_theirs")
    if name not in _used:
        _used.append(name)
    return TheirsUsedError(f"`{name}` is the learner's here")


def _refuse(self: Theirs, *args: Any, **kwargs: Any) -> Any:
    raise _use(self)


_DONE_WITH_IT = """
    call iter len getitem setitem delitem contains bool eq ne lt le gt ge hash add radd sub rsub mul rmul
    truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul neg pos abs invert and or xor rand
    ror rxor iadd isub imul itruediv int float index complex round repr str format bytes fspath enter exit
    next array array_ufunc array_function
"""
for _word in _DONE_WITH_IT.split():
    setattr(Theirs, f"__{_word}__", _refuse)


def assign(names: list[str], namespace: MutableMapping[str, Any]) -> None:
    """Let names be the learner's.

    Args:
        names: The names.
        namespace: The kernel's names.
    """
    for name in names:
        value = namespace.get(name, _ABSENT)
        if not isinstance(value, Theirs):
            _before[name] = value
        namespace[name] = Theirs(name)


def used(namespace: MutableMapping[str, Any]) -> list[str]:
    """Give the learner's names that the lesson has used since the last call, and give them back to it.

    Args:
        namespace: The kernel's names; those that were used are again what the lesson made of them.

    Returns:
        The names.
    """
    found = list(_used)
    _used.clear()
    for name in found:
        if not isinstance(namespace.get(name), Theirs):
            continue
        if _before[name] is _ABSENT:
            del namespace[name]
        else:
            namespace[name] = _before[name]
    return found
