"""Mistakes in ensembles: members that are copies, one that answers for all, rows that were held back."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, constant, operator, text

_SEEDED = {"set_random_seed", "default_rng", "RandomState"}
_STACKED = {"asarray", "array", "stack"}


@operator("one seed for all")
def one_seed(cell: Cell) -> Iterator[Change]:
    """Every member and every sample begins with the same seed, whichever one is given."""
    for call in cell.find(ast.Call):
        if call_name(call) in _SEEDED and len(call.args) == 1 and isinstance(call.args[0], ast.Name):
            yield cell.replace(call.args[0], ast.Constant(0))


@operator("one member alone")
def one_member(cell: Cell) -> Iterator[Change]:
    """The first member answers alone where a mean or a weighted mean of all should."""
    for call in cell.find(ast.Call):
        members = _members(call)
        if members is not None:
            yield cell.replace(call, ast.Subscript(members, ast.Constant(0), ast.Load()))


def _members(call: ast.Call) -> ast.expr | None:
    """Give what a call takes the mean of, where that is members: `Average()(…)`, `np.mean(np.asarray(…))`."""
    if call_name(call.func) == "Average" or (call_name(call) == "average" and "layers" in text(call.func)):
        listed = call.args[0] if call.args else None
        return None if isinstance(listed, ast.List | ast.Tuple) else listed
    if call_name(call) == "tensordot" and len(call.args) == 2 and call_name(call.args[1]) in _STACKED:
        return call.args[1]
    over_first = any(
        word.arg == "axis" and constant(word.value, int) and word.value.value == 0 for word in call.keywords
    )
    if call_name(call) == "mean" and over_first and call.args and call_name(call.args[0]) in _STACKED:
        return call.args[0]
    return None


@operator("one model for all rounds")
def one_model(cell: Cell) -> Iterator[Change]:
    """A model is built or loaded once, before the loop each of whose rounds needs a new one."""
    for block, loop in cell.blocks():
        if not isinstance(loop, ast.For):
            continue
        own = {node.id for node in ast.walk(loop) if isinstance(node, ast.Name) and _is_set(node)}
        # Where each round puts the same weights into the model, one model does for all.
        put_back = any(call_name(node) in ("set_weights", "load_weights") for node in ast.walk(loop))
        for at, step in enumerate(loop.body):
            made = _made(step)
            if made is None or put_back or own & {n.id for n in ast.walk(made) if isinstance(n, ast.Name)}:
                continue
            if isinstance(step, ast.Assign):
                first, left = [step], [*loop.body[:at], *loop.body[at + 1 :]]
            else:
                name = "the_one"
                first = [ast.Assign([ast.Name(name, ast.Store())], made)]
                again = ast.parse(ast.unparse(step).replace(ast.unparse(made), name)).body
                left = [*loop.body[:at], *again, *loop.body[at + 1 :]]
            shorter = ast.For(loop.target, loop.iter, left or [ast.Pass()], loop.orelse)
            place = block.index(loop)
            instead = [*block[:place], *first, shorter, *block[place + 1 :]]
            yield Change(step, f"before the loop: {text(made)}", [(block, instead)])


def _is_set(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _made(step: ast.stmt) -> ast.Call | None:
    """Give the call that makes a model in `model = load_model(path)` or `members.append(build_network())`."""
    made = step.value if isinstance(step, ast.Assign | ast.Expr) else None
    if call_name(made) == "append" and isinstance(made, ast.Call) and len(made.args) == 1:
        made = made.args[0]
    elif not isinstance(step, ast.Assign) or not isinstance(step.targets[0], ast.Name):
        return None
    makes = call_name(made) in ("load_model", "clone_model") or call_name(made).startswith(
        ("build_", "make_")
    )
    return made if isinstance(made, ast.Call) and makes else None


@operator("learn from all rows")
def all_rows(cell: Cell) -> Iterator[Change]:
    """A model learns from the rows that were held back as well: `fit` is given no mask."""
    for call in cell.find(ast.Call):
        if call_name(call) != "fit" or len(call.args) < 2:
            continue
        whole = [part.value for part in call.args[:2] if isinstance(part, ast.Subscript) and _is_mask(part)]
        if len(whole) == 2:
            what = f"fit(…): {text(call.args[0])}, {text(call.args[1])} → {text(whole[0])}, {text(whole[1])}"
            yield Change(call, what, [(call.args, [*whole, *call.args[2:]])])


def _is_mask(part: ast.Subscript) -> bool:
    return isinstance(part.slice, ast.Name | ast.UnaryOp | ast.Compare | ast.BinOp)
