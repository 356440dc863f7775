"""Mistakes in steps of training and in pipelines: what the tape sees, who learns, how often, the order."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, expression, head, operator, text

_PIPELINE = ("map", "cache", "shuffle", "batch", "prefetch", "repeat")


@operator("the compiled loss alone")
def compiled_loss(cell: Cell) -> Iterator[Change]:
    """A step takes the compiled loss in place of `compute_loss`, which adds the model's own losses."""
    for call in cell.find(ast.Call):
        given = {word.arg: text(word.value) for word in call.keywords}
        if call_name(call) != "compute_loss" or not isinstance(call.func, ast.Attribute):
            continue
        if {"y", "y_pred"} <= given.keys():
            compiled = f"keras.losses.get({text(call.func.value)}.loss)"
            alone = expression(f"keras.ops.mean({compiled}({given['y']}, {given['y_pred']}))")
            yield cell.replace(call, alone, f"{text(call)}: the compiled loss alone")


@operator("weights of another network")
def other_weights(cell: Cell) -> Iterator[Change]:
    """An optimizer is given another network's weights, or those of both."""
    lists = [
        node
        for node in cell.find(ast.Attribute)
        if node.attr in ("trainable_weights", "trainable_variables") and isinstance(node.value, ast.Name)
    ]
    names = list(dict.fromkeys(text(node.value) for node in lists))
    for node in lists:
        for other in names:
            if other != text(node.value):
                theirs = expression(f"{other}.{node.attr}")
                yield cell.replace(node, theirs)
                both = ast.BinOp(node, ast.Add(), theirs)
                yield cell.replace(node, both, f"{cell.owner(node)}: {text(node)}, and those of {other}")


@operator("clipping")
def clipping(cell: Cell) -> Iterator[Change]:
    """Gradients are not clipped, clipped after they were applied, or each weight's for itself."""
    for block, statement in cell.blocks():
        call = statement.value if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(call, ast.Call):
            continue
        both = statement.targets[0]
        if call_name(call) != "clip_by_global_norm" or len(call.args) != 2 or not isinstance(both, ast.Tuple):
            continue
        clipped, norm = both.elts
        given, limit = call.args
        if text(clipped) == text(given):
            yield cell.replace(clipped, ast.Name("_", ast.Store()), f"{text(call)}: not used")
        at = block.index(statement)
        if at + 1 < len(block) and _applies(block[at + 1]):
            behind = [*block[:at], block[at + 1], statement, *block[at + 2 :]]
            yield Change(statement, f"{text(call)}: behind apply", [(block, behind)])
        each = ast.parse(
            f"{text(norm)} = tf.linalg.global_norm({text(given)})\n"
            f"{text(clipped)} = [tf.clip_by_norm(part, {text(limit)}) for part in {text(given)}]"
        ).body
        instead = [*block[:at], *each, *block[at + 1 :]]
        yield Change(statement, f"{text(call)}: each for itself", [(block, instead)])


@operator("outside the tape")
def outside_the_tape(cell: Cell) -> Iterator[Change]:
    """The last line of a tape's block, the loss, stands behind it, where nothing is recorded."""
    for block, statement in cell.blocks():
        if not isinstance(statement, ast.With) or len(statement.body) < 2:
            continue
        if any(call_name(item.context_expr) == "GradientTape" for item in statement.items):
            *inside, last = statement.body
            at = block.index(statement)
            behind = [*block[:at], ast.With(statement.items, inside), last, *block[at + 1 :]]
            yield Change(last, f"{head(last)} outside the tape", [(block, behind)])


@operator("apply too often or too seldom")
def how_often(cell: Cell) -> Iterator[Change]:
    """Gradients are applied once behind a loop for once in each round, or the other way round."""
    for block, loop in cell.blocks():
        if not isinstance(loop, ast.For):
            continue
        at = block.index(loop)
        for step in filter(_applies, loop.body):
            left = [other for other in loop.body if other is not step]
            instead = [*block[:at], _loop(loop, left), step, *block[at + 1 :]]
            yield Change(step, f"behind the loop: {text(step)}", [(block, instead)])
        for step in filter(_applies, block[at + 1 :]):
            later = [other for other in block[at + 1 :] if other is not step]
            instead = [*block[:at], _loop(loop, [*loop.body, step]), *later]
            yield Change(step, f"in each round: {text(step)}", [(block, instead)])


def _loop(loop: ast.For, body: list[ast.stmt]) -> ast.For:
    return ast.For(loop.target, loop.iter, body or [ast.Pass()], loop.orelse)


def _applies(statement: ast.stmt) -> bool:
    """Whether a statement hands gradients to an optimizer."""
    return isinstance(statement, ast.Expr) and call_name(statement.value) in ("apply", "apply_gradients")


@operator("drop a step of a pipeline")
def drop_step(cell: Cell) -> Iterator[Change]:
    """A data set is not cached, not shuffled, not batched or not prefetched."""
    for call, before in _chained(cell):
        yield cell.replace(call, before, f"drop {call_name(call)}(…) behind {text(before)}")


@operator("swap steps of a pipeline")
def swap_steps(cell: Cell) -> Iterator[Change]:
    """Two neighboring steps of a pipeline change places: batched, then shuffled; shuffled, then cached."""
    for call, before in _chained(cell):
        if isinstance(before, ast.Call) and isinstance(before.func, ast.Attribute) and _is_step(before):
            first = ast.Attribute(before.func.value, call_name(call), ast.Load())
            inner = ast.Call(first, call.args, call.keywords)
            outer = ast.Call(ast.Attribute(inner, before.func.attr, ast.Load()), before.args, before.keywords)
            yield cell.replace(call, outer, f"{call_name(before)}(…) ↔ {call_name(call)}(…)")


def _chained(cell: Cell) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Give each step of a pipeline with what it comes after; none in a cell that makes no data set."""
    if not any(isinstance(node, ast.Attribute) and node.attr == "Dataset" for node in ast.walk(cell.tree)):
        return
    for call in cell.find(ast.Call):
        if isinstance(call.func, ast.Attribute) and _is_step(call):
            yield call, call.func.value


def _is_step(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in _PIPELINE
