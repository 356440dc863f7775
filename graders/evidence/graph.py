"""The graph of a model's layer calls: nodes, inputs and outputs, merges and branches."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graders.evidence.asking import Part, looked_for
from graders.evidence.compiled import usual_name
from graders.evidence.description import describe_node
from graders.evidence.operations import SAME_ACTIVATION, TRAINING_ONLY, UNCHANGED, activation_of

if TYPE_CHECKING:
    import keras

Shape = tuple[int | None, ...]
Kinds = str | Sequence[str] | Callable[["Node"], object] | None
"""What `Architecture.layers` is asked for: a class's name, several of them, or a function of the node."""

ABSENT = object()


@dataclass(frozen=True)
class Port:
    """An input or output of the model.

    Args:
        name: Its name: the key, when the model takes or gives a dict; else the name of its layer.
        shape: Its shape with the batch's size first, None where a size is open.
        dtype: Its dtype.
        index: Its place among the inputs or outputs.
        node: The call that gives it.
    """

    name: str
    shape: Shape
    dtype: str
    index: int
    node: "Node" = field(repr=False)


@dataclass(eq=False)
class Node:
    """One call of a layer or operation.

    Args:
        index: Its place in the order of the calls.
        layer: The Keras layer or operation.
        kind: Its class, such as `Dense`; `Activation` for whatever only applies an activation.
        name: Its name; a layer inside a model inside the model is `inner model/layer`.
        config: Its settings, as its `get_config` gives them.
        inputs: The calls whose tensors it takes, in order.
        shape: Shape of its (first) output, batch first; None while the model is not built.
        dtype: Dtype of that output.
        arguments: Plain arguments of the call, such as `training`.
    """

    index: int
    layer: "keras.layers.Layer" = field(repr=False)
    kind: str = ""
    name: str = ""
    config: dict[str, Any] = field(default_factory=dict, repr=False)  # of any layer: no type fits all
    inputs: list["Node"] = field(default_factory=list, repr=False)
    shape: Shape | None = None
    dtype: str = ""
    arguments: dict[str, bool | int | float | str] = field(default_factory=dict, repr=False)
    outputs: list["Node"] = field(default_factory=list, repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        """Its class and the classes of the layers that it wraps."""
        inner = getattr(self.layer, "layer", None) or getattr(self.layer, "forward_layer", None)
        found = {self.kind, type(self.layer).__name__}
        while inner is not None and hasattr(inner, "get_config"):
            found.add(type(inner).__name__)
            inner = getattr(inner, "layer", None)
        return frozenset(found)

    @property
    def own_activation(self) -> str:
        """The activation that the layer itself applies; `linear` when none."""
        return activation_of(self.kind, type(self.layer).__name__, self.config)

    @property
    def activation(self) -> str:
        """The activation that its output goes through, in the layer itself or right behind it; `linear`
        when none.

        Layers that are idle outside training, such as Dropout, may stand between.
        """
        own = self.own_activation
        if own != "linear" or self.kind == "Activation":
            return own
        node = self
        while len(node.outputs) == 1:
            node = node.outputs[0]
            if node.kind == "Activation":
                return node.own_activation
            if node.kind not in UNCHANGED | TRAINING_ONLY:
                break
        return "linear"

    @property
    def parameters(self) -> int:
        """Number of parameters of its layer, trainable or not."""
        return sum(math.prod(weight.shape) for weight in getattr(self.layer, "weights", ()))

    @property
    def trainable_parameters(self) -> int:
        """Number of parameters of its layer that training changes."""
        return sum(math.prod(weight.shape) for weight in getattr(self.layer, "trainable_weights", ()))

    def fits(self, kind: Kinds = None, activation: str | None = None, **settings: object) -> bool:
        """Whether it is of a kind and has an activation and settings; see `Architecture.layers`."""
        if kind is not None and not of_kind(self, kind):
            return False
        if activation is not None and self.activation != SAME_ACTIVATION.get(activation, activation):
            return False
        return all(_setting_fits(self.config.get(key, ABSENT), wanted) for key, wanted in settings.items())

    def __str__(self) -> str:
        return describe_node(self)


class HiddenNode(Node):
    """One call of a layer that hides some or all of its settings: whoever looks for them is noted.

    Attributes:
        part: What hides them.
        hidden: Names of the hidden settings; None when the class itself is the learner's own.
    """

    part: Part
    hidden: frozenset[str] | None

    def __getattribute__(self, name: str) -> Any:
        if name in ("kind", "kinds", "config", "own_activation", "activation"):
            hidden = object.__getattribute__(self, "__dict__").get("hidden", frozenset())
            if hidden is None or (name.endswith("activation") and "activation" in hidden):
                looked_for(self.part)
        return super().__getattribute__(name)


class HiddenConfig(dict[str, Any]):
    """Settings of which some are hidden: whoever looks for one of those is noted."""

    def __init__(self, known: Mapping[str, object], part: Part, hidden: frozenset[str]):
        super().__init__({key: item for key, item in known.items() if key not in hidden})
        self._part, self._hidden = part, hidden

    def get(self, key: str, default: Any = None) -> Any:
        """Give a setting, as a dict does."""
        if key in self._hidden:
            looked_for(self._part)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        if key in self._hidden:
            looked_for(self._part)
        return super().__getitem__(key)


@dataclass(frozen=True)
class Merge:
    """A place where several tensors become one.

    Args:
        kind: `Add`, `Concatenate`, …; `a + b + c` is one Add of three.
        node: The call that gives the result.
        inputs: The calls whose tensors are merged.
    """

    kind: str
    node: Node
    inputs: tuple[Node, ...]


@dataclass(frozen=True)
class Branch:
    """One branch of a merge.

    Args:
        nodes: The calls on it behind the fork, in order; none when the forked tensor itself goes in.
        shape: The shape that it brings to the merge.
    """

    nodes: tuple[Node, ...]
    shape: Shape | None

    def layers(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> list[Node]:
        """Its calls that fit; see `Architecture.layers`."""
        return [node for node in self.nodes if node.fits(kind, activation, **settings)]


@dataclass(frozen=True)
class Skip:
    """A skip connection: a merge of a long branch with a short one, which goes around its layers.

    Args:
        merge: Where they meet.
        fork: The call whose output both start from.
        bypassed: The branches that it goes around.
        shortcut: The branch around them; empty for an identity, the projection's calls otherwise.
    """

    merge: Merge
    fork: Node
    bypassed: tuple[Branch, ...]
    shortcut: Branch

    @property
    def identity(self) -> bool:
        """Whether the shortcut leaves the tensor as it is."""
        return all(node.kind in UNCHANGED for node in self.shortcut.nodes)


def of_kind(node: Node, kind: Kinds) -> bool:
    """Whether a call is of a kind; see `Architecture.layers`. None is no kind."""
    if kind is None:
        return False
    if callable(kind):
        return bool(kind(node))
    return bool(node.kinds & {kind} if isinstance(kind, str) else node.kinds & set(kind))


def _setting_fits(value: object, wanted: object) -> bool:
    if value is ABSENT:
        return False
    if callable(wanted):
        return bool(wanted(value))
    if isinstance(value, dict) and "class_name" in value and isinstance(wanted, str):
        return usual_name(str(value["class_name"])) == usual_name(wanted)
    if isinstance(value, (list, tuple)):
        if isinstance(wanted, (list, tuple)):
            return list(value) == list(wanted)
        return len(value) > 0 and all(item == wanted for item in value)
    if isinstance(value, float) or isinstance(wanted, float):
        return (
            isinstance(value, (int, float))
            and isinstance(wanted, (int, float))
            and math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-12)
        )
    return value == wanted
