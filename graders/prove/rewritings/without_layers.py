"""Without layers: what `Flatten`, `Rescaling` and a mean over all places do, as operations on a tensor."""

import ast

from graders.prove.mutants.cell import expression
from graders.prove.rewritings.cell import Given, dotted, rewriting


@rewriting("layers as operations")
def as_operations(cell: Given) -> bool:
    """In a graph `Flatten`, `Rescaling` and `GlobalAveragePooling2D` are operations on the tensor."""
    changed = cell.swap(_operation)
    if "math.prod" in cell.written():
        cell.first("import math")
    return changed


def _operation(node: ast.AST) -> ast.expr | None:
    """Write the call of a fresh layer as an operation; None for other nodes, and layers with a name."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Call) or len(node.args) != 1:
        return None
    layer, on = node.func, ast.unparse(node.args[0])
    if layer.keywords:
        return None
    match dotted(layer.func), [ast.unparse(one) for one in layer.args]:
        case "keras.layers.GlobalAveragePooling2D", []:
            return expression(f"keras.ops.mean({on}, axis=(1, 2))")
        case "keras.layers.Flatten", [] if isinstance(node.args[0], ast.Name):
            return expression(f"keras.ops.reshape({on}, (-1, math.prod({on}.shape[1:])))")
        case "keras.layers.Rescaling", [scale]:
            return expression(f"({on}) * ({scale})")
        case "keras.layers.Rescaling", [scale, offset]:
            return expression(f"({on}) * ({scale}) + ({offset})")
    return None
