"""Words for the calls of a graph: `Conv2D 32 3×3 relu`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graders.evidence.asking import unwatched
from graders.evidence.operations import UNCHANGED

if TYPE_CHECKING:
    from graders.evidence.graph import Node, Port


def describe_node(node: "Node") -> str:
    """Give a call in a few words: `Conv2D 32 3×3 relu`."""
    with unwatched():
        return _node_in_words(node)


def describe(nodes: "Sequence[Node]", inputs: "Sequence[Port]", most: int) -> str:
    """Give a graph as a line of text: `Input(784) → Dense 300 relu → Dense 10 softmax`.

    Args:
        nodes: Its calls.
        inputs: Its inputs.
        most: Longest text, in characters.
    """
    with unwatched():
        shown = [node for node in nodes if not _is_named_before(node)]
        if all(len(node.inputs) <= 1 and len(node.outputs) <= 1 for node in nodes):
            text = " → ".join(describe_node(node) for node in shown)
        else:
            parts = []
            for node in shown:
                if node.kind == "InputLayer":
                    continue
                sources = ", ".join(_label(_shown_for(given)) for given in node.inputs)
                parts.append(f"{describe_node(node)} [{_label(node)}] of ({sources})")
            ports = ", ".join(f"{describe_node(port.node)} [{port.name}]" for port in inputs)
            text = f"inputs {ports}; " + "; ".join(parts)
    return text if len(text) <= most else text[: most - 1] + "…"


def _node_in_words(node: "Node") -> str:
    if node.kind == "InputLayer":
        shape = "?" if node.shape is None else "×".join("?" if n is None else str(n) for n in node.shape[1:])
        return f"Input({shape})"
    if node.kind == "Activation":
        return node.own_activation
    words = [node.kind]
    inner = node.kinds - {node.kind}
    if node.kind in ("Bidirectional", "TimeDistributed") and inner:
        words.append(f"({', '.join(sorted(inner))})")
    for key in ("units", "filters", "output_dim", "rate"):
        if isinstance(node.config.get(key), (int, float)):
            words.append(f"{node.config[key]:g}")
    for key in ("kernel_size", "pool_size"):
        size = node.config.get(key)
        if isinstance(size, (list, tuple)):
            words.append("×".join(str(n) for n in size))
    strides = node.config.get("strides")
    if isinstance(strides, (list, tuple)) and "Pool" not in node.kind and any(n != 1 for n in strides):
        words.append(f"strides {'×'.join(str(n) for n in strides)}")
    if node.activation != "linear":
        words.append(node.activation)
    return " ".join(words)


def _is_named_before(node: "Node") -> bool:
    """Whether it is an activation that the description of the call before it names already."""
    if node.kind != "Activation" or len(node.inputs) != 1:
        return node.kind in UNCHANGED
    before = node.inputs[0]
    return (
        len(before.outputs) == 1
        and before.own_activation == "linear"
        and before.kind not in ("InputLayer", "Activation")
    )


def _shown_for(node: "Node") -> "Node":
    while _is_named_before(node) and node.inputs:
        node = node.inputs[0]
    return node


def _label(node: "Node") -> str:
    return node.name or node.kind
