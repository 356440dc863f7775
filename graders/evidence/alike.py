"""Two models held against each other: whether they are built alike, and which weights they share."""

import hashlib
from collections import Counter
from collections.abc import Mapping

from graders.evidence.architecture import Architecture
from graders.evidence.asking import looked_for
from graders.evidence.graph import HiddenNode, Node
from graders.evidence.operations import ANY_ORDER, UNCHANGED

_NOT_STRUCTURE = frozenset(
    {"name", "trainable", "dtype", "seed", "activation", "quantization_config", "synchronized"}
)


def same_up_to_names(a: Architecture, b: Architecture) -> bool:
    """Whether two models are built alike, whatever their layers are called and in whatever order branches
    merge.

    Settings count, initialisers, seeds and dtypes do not; how an activation is spelt does not. Which calls
    share a layer counts.

    Args:
        a: One model.
        b: The other.
    """
    return _form(a) == _form(b)


def shared_weights(a: Architecture, b: Architecture) -> list[Node]:
    """Give the layers of `a` that have weights in common with `b`: the same objects, not equal copies.

    Args:
        a: One model of an exercise's evidence.
        b: Another of the same evidence.
    """
    for node in (*a.nodes, *b.nodes):
        if isinstance(node, HiddenNode) and node.hidden is None:
            looked_for(node.part)
    held = {id(weight) for node in b.nodes for weight in getattr(node.layer, "weights", ())}
    return [
        node
        for node in a.layers()
        if any(id(weight) in held for weight in getattr(node.layer, "weights", ()))
    ]


def shares_weights(a: Node, b: Node) -> bool:
    """Whether two calls use the same weights."""
    mine = {id(weight) for weight in getattr(a.layer, "weights", ())}
    for node in (a, b):
        if isinstance(node, HiddenNode) and node.hidden is None:
            looked_for(node.part)
    return any(id(weight) in mine for weight in getattr(b.layer, "weights", ()))


def _form(architecture: Architecture) -> object:
    """A value that two architectures share exactly when they are alike."""

    def digest(*parts: object) -> str:
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    forms: dict[int, str] = {}
    for node in architecture.nodes:
        given = [forms[id(item)] for item in node.inputs]
        if node.kind == "InputLayer":
            place = next((port.index for port in architecture.inputs if port.node is node), -1)
            forms[id(node)] = digest("input", place, node.shape, node.dtype)
            continue
        own = node.own_activation
        if node.kind in UNCHANGED or (node.kind == "Activation" and own == "linear"):
            forms[id(node)] = given[0] if given else digest("nothing")
            continue
        if node.kind in ANY_ORDER and len(given) > 1:
            given = sorted(given)
        if node.kind == "Activation":
            forms[id(node)] = digest("activation", own, given)
            continue
        # Keras itself writes `training=False` beside some calls; only True changes anything.
        always = node.arguments.get("training") is True
        form = digest(node.kind, _structure(node.config), always, given)
        forms[id(node)] = form if own == "linear" else digest("activation", own, [form])
    sharing: dict[int, list[str]] = {}
    for node in architecture.nodes:
        if node.parameters:
            sharing.setdefault(id(node.layer), []).append(forms[id(_activated(node))])
    counted = [
        node for node in architecture.nodes if not _computes_nothing(node) and _activated(node) is node
    ]
    return (
        sorted(Counter(forms[id(node)] for node in counted).items()),
        sorted(sorted(calls) for calls in sharing.values()),
        [forms[id(port.node)] for port in architecture.outputs],
    )


def _activated(node: Node) -> Node:
    """The call that applies a call's activation: the next one where it is written as a layer of its own."""
    if node.kind == "Activation" or node.own_activation != "linear" or len(node.outputs) != 1:
        return node
    after = node.outputs[0]
    return after if after.kind == "Activation" and not _computes_nothing(after) else node


def _computes_nothing(node: Node) -> bool:
    return node.kind in UNCHANGED or (node.kind == "Activation" and node.own_activation == "linear")


def _structure(config: Mapping[str, object]) -> str:
    kept = {
        key: _plain(value)
        for key, value in config.items()
        if key not in _NOT_STRUCTURE and not key.endswith("_initializer")
    }
    return repr(sorted(kept.items()))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return sorted((key, _plain(item)) for key, item in value.items() if key not in _NOT_STRUCTURE)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
