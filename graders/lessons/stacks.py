"""What several lessons ask of layers that stand one behind the other."""

from graders.evidence import Architecture

_PASSING = {"Dropout", "Flatten", "Reshape", "Identity"}


def straight(graph: Architecture) -> str:
    """Find a `Dense` layer whose output goes unbent into another: the two can do no more than one.

    Args:
        graph: A model's architecture.

    Returns:
        The first such layer in words, or "" when there is none.
    """
    for node in graph.layers("Dense"):
        waiting = list(node.outputs) if node.activation == "linear" else []
        while waiting:
            behind = waiting.pop()
            if behind.kind == "Dense":
                return str(node)
            if behind.kind in _PASSING:
                waiting += behind.outputs
    return ""
