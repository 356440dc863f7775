"""Whole trainings: how a search space is asked for, how members are averaged, how a step is handed over."""

import ast
import copy
from typing import Any

from graders.prove.mutants.cell import call_name, constant, expression
from graders.prove.mutants.searching import asked
from graders.prove.rewritings.cell import Given, dotted, keyword_of, rewriting

_PLACES = {
    "Int": ("name", "min_value", "max_value", "step", "sampling"),
    "Float": ("name", "min_value", "max_value", "step", "sampling"),
    "Choice": ("name", "values"),
    "Boolean": ("name", "default"),
}
"""The order of the arguments of `hp.Int` and its like."""


@rewriting("hyperparameters by keywords")
def space_by_name(cell: Given) -> bool:
    """What `hp` is asked for by place is asked for by name: `min_value`, `max_value`, `step`."""
    changed = False
    for call in asked(cell):
        places = _PLACES[call_name(call)]
        if call.args and len(call.args) <= len(places):
            words = [ast.keyword(name, value) for name, value in zip(places, call.args, strict=False)]
            call.args, call.keywords = [], [*words, *call.keywords]
            changed = True
    return changed


@rewriting("hyperparameters by place")
def space_by_place(cell: Given) -> bool:
    """What `hp` is asked for by name is asked for by place, as far as nothing is left out between."""
    changed = False
    for call in asked(cell):
        for name in _PLACES[call_name(call)][len(call.args) :]:
            value = keyword_of(call, name)
            if value is None:
                break
            call.args.append(value)
            call.keywords = [word for word in call.keywords if word.arg != name]
            changed = True
    return changed


@rewriting("condition by a parent")
def by_parent(cell: Given) -> bool:
    """A hyperparameter in a `conditional_scope` names its parent itself, and stands outside of it."""
    changed = False
    for block in cell.all_blocks():
        for at, statement in reversed(list(enumerate(block))):
            scope = statement.items[0].context_expr if isinstance(statement, ast.With) else None
            if not isinstance(statement, ast.With) or call_name(scope) != "conditional_scope":
                continue
            if not isinstance(scope, ast.Call) or len(scope.args) != 2 or len(statement.items) != 1:
                continue
            inside = Given(ast.unparse(ast.Module(statement.body, [])))
            for call in asked(inside):
                parent, values = (copy.deepcopy(part) for part in scope.args)
                call.keywords += [ast.keyword("parent_name", parent), ast.keyword("parent_values", values)]
                changed = True
            block[at : at + 1] = inside.body
    return changed


@rewriting("mean as a sum divided")
def sum_divided(cell: Given) -> bool:
    """The mean of members is their sum, divided by how many there are."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or len(node.args) != 1:
            return None
        members = node.args[0]
        if isinstance(members, ast.List | ast.Tuple | ast.Starred):
            return None
        if dotted(node.func) == "np.mean" and _over_the_first_axis(node):
            total = ast.Call(expression("np.sum"), [members], node.keywords)
        elif call_name(node.func) == "Average":
            total = ast.Call(expression("keras.layers.Add()"), [members], [])
        else:
            return None
        return ast.BinOp(total, ast.Div(), ast.Call(expression("len"), [members], []))

    return cell.swap(change)


def _over_the_first_axis(call: ast.Call) -> bool:
    axis = keyword_of(call, "axis")
    first = isinstance(axis, ast.Constant) and constant(axis, int) and axis.value == 0
    return first and len(call.keywords) == 1


def _calls_method(node: Any, name: str, places: int) -> bool:
    """Whether this calls a method of that name, with so many arguments by place and none by name."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
        and len(node.args) == places
        and not node.keywords
    )


def _with_a_tape(cell: Given) -> bool:
    """Whether the cell does steps of training by hand."""
    return any(call_name(node) == "GradientTape" for node in ast.walk(cell.tree))


@rewriting("apply_gradients")
def apply_gradients(cell: Given) -> bool:
    """`optimizer.apply(gradients, weights)` is `optimizer.apply_gradients(zip(gradients, weights))`."""

    def change(node: Any) -> ast.AST | None:
        if not _calls_method(node, "apply", 2):
            return None
        method = ast.Attribute(node.func.value, "apply_gradients", ast.Load())
        return ast.Call(method, [ast.Call(expression("zip"), node.args, [])], [])

    return _with_a_tape(cell) and cell.swap(change)


@rewriting("trainable variables")
def trainable_variables(cell: Given) -> bool:
    """A step by hand asks for `trainable_variables`, as TensorFlow's guides do."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Attribute) or node.attr != "trainable_weights":
            return None
        return ast.Attribute(node.value, "trainable_variables", node.ctx)

    return _with_a_tape(cell) and cell.swap(change)


@rewriting("rows prepared in parallel")
def in_parallel(cell: Given) -> bool:
    """`map` of a data set prepares several rows at once, in their order."""

    def change(node: Any) -> ast.AST | None:
        if not _calls_method(node, "map", 1):
            return None
        node.keywords = [ast.keyword("num_parallel_calls", expression("tf.data.AUTOTUNE"))]
        return node

    makes = any(isinstance(node, ast.Attribute) and node.attr == "Dataset" for node in ast.walk(cell.tree))
    return makes and cell.swap(change)
