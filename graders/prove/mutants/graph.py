"""Mistakes in the graph of a model: a path cut, a tensor mistaken, weights shared or not."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, head, operator, text
from graders.prove.mutants.layers import applications, is_layer, made_by

_MERGES = {"Add", "Concatenate", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Dot"}
_MERGE_FUNCTIONS = {name.lower() for name in _MERGES}
_ANY_ORDER = {"add", "multiply", "average", "maximum", "minimum"}


def merges(cell: Cell) -> Iterator[tuple[ast.Call, ast.List]]:
    """Give each merge of tensors with the list of what it merges."""
    for call in cell.find(ast.Call):
        listed = call.args[0] if call.args and isinstance(call.args[0], ast.List) else None
        merging = call_name(call) in _MERGE_FUNCTIONS or call_name(call.func) in _MERGES
        if not merging and (made := made_by(cell, call.func)) is not None:
            merging = call_name(made) in _MERGES
        if listed is not None and merging:
            yield call, listed


def _merge(cell: Cell, call: ast.Call) -> str:
    """Give the kind of a merge in small letters: `add` for `Add()(…)`, `add(…)` and a layer made before."""
    made = call if call_name(call) in _MERGE_FUNCTIONS else made_by(cell, call.func) or call.func
    return call_name(made).lower()


def tensors(cell: Cell, before: int) -> list[str]:
    """Give the names that hold symbolic tensors above a line, nearest first."""
    called = {id(call) for call, _ in applications(cell)} | {id(call) for call, _ in merges(cell)}
    found: list[str] = []
    for node in cell.find(ast.Assign):
        tensor = id(node.value) in called or call_name(node.value) in {"Input"} | _MERGE_FUNCTIONS
        if (
            node.lineno < before
            and tensor
            and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
        ):
            name = node.targets[0].id
            found = [name, *(other for other in found if other != name)]
    return found


@operator("drop a branch")
def drop_branch(cell: Cell) -> Iterator[Change]:
    """One of the tensors that are merged is left out: a cut skip, a forgotten branch."""
    for call, listed in merges(cell):
        for tensor in listed.elts:
            left = [other for other in listed.elts if other is not tensor]
            what = f"{text(call)}: drop {text(tensor)}"
            if len(left) == 1:
                yield cell.replace(call, left[0], what)
            elif left:
                yield cell.drop(listed.elts, tensor, what)
    for call in cell.find(ast.Call):
        if call_name(call) in _MERGE_FUNCTIONS and len(call.args) == 2 and text(call.func).count("ops"):
            for kept, lost in (call.args, call.args[::-1]):
                yield cell.replace(call, kept, f"{text(call)}: drop {text(lost)}")


@operator("another merge")
def another_merge(cell: Cell) -> Iterator[Change]:
    """Tensors are added where they should be concatenated, or the other way round."""
    other = {"Add": "Concatenate", "Concatenate": "Add", "add": "concatenate", "concatenate": "add"}
    for call in cell.find(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in other and "layers" in text(call.func):
            new = ast.Attribute(call.func.value, other[call.func.attr], call.func.ctx)
            yield cell.replace(call.func, new, f"{text(call)}: {call.func.attr} → {new.attr}")


@operator("another tensor")
def another_tensor(cell: Cell) -> Iterator[Change]:
    """A layer, a merge or the model is given another tensor in scope."""
    places = [tensor for _, listed in merges(cell) for tensor in listed.elts]
    places += [call.args[0] for call, _ in applications(cell)]
    for call in cell.find(ast.Call):
        if call_name(call) == "Model":
            for value in [*call.args, *(word.value for word in call.keywords)]:
                places += value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    for place in places:
        if isinstance(place, ast.Name) and (statement := cell.parent(place, ast.stmt)) is not None:
            for name in [t for t in tensors(cell, statement.lineno) if t != place.id][:2]:
                what = f"{head(statement)} {cell.owner(place)}: {place.id} → {name}"
                yield cell.replace(place, ast.Name(name, ast.Load()), what)


@operator("swap order")
def swap_order(cell: Cell) -> Iterator[Change]:
    """Two inputs, two outputs or two other neighbours of a list, tuple or dict change places."""
    summed = [listed for call, listed in merges(cell) if _merge(cell, call) in _ANY_ORDER]
    rows: list[ast.List | ast.Tuple] = [*cell.find(ast.List), *cell.find(ast.Tuple)]
    for node in rows:
        skipped = any(is_layer(cell, item) or isinstance(item, ast.Slice) for item in node.elts)
        if not isinstance(node.ctx, ast.Load) or skipped or _is_unordered(cell, node, summed):
            continue
        for first, second in zip(node.elts, node.elts[1:], strict=False):
            yield cell.exchange(first, second)
    for listed in cell.find(ast.Dict):
        for first, second in zip(listed.values, listed.values[1:], strict=False):
            yield cell.exchange(first, second)


def _is_unordered(cell: Cell, node: ast.List | ast.Tuple, summed: list[ast.List]) -> bool:
    """Whether the order says nothing: tensors that are added, or the metrics of one output."""
    above: ast.AST | None = cell.parent(node, ast.keyword, ast.stmt)
    metrics = isinstance(above, ast.keyword) and above.arg in ("metrics", "weighted_metrics")
    of_one = not any(isinstance(item, ast.List | ast.Tuple) for item in node.elts)
    return any(node is listed for listed in summed) or (metrics and of_one)


@operator("unshare a layer")
def unshare(cell: Cell) -> Iterator[Change]:
    """A layer that is called twice is made anew for a later call, so that weights are not shared."""
    seen: set[str] = set()
    for call, made in applications(cell):
        if call.func is made or not _stands_alone(cell, made, call):
            continue
        name = text(call.func)
        if name in seen:
            yield cell.replace(call.func, made, f"{text(call)}: a new {call_name(made)} instead of {name}")
        seen.add(name)


@operator("layer made inside call")
def made_inside_call(cell: Cell) -> Iterator[Change]:
    """A layer is made inside `call`, anew each time, so that it never learns."""
    for call, made in applications(cell):
        inside = cell.parent(call, ast.FunctionDef)
        if inside is None or inside.name != "call" or call.func is made:
            continue
        if _stands_alone(cell, made, call):
            yield cell.replace(call.func, made, f"{text(call)}: made inside call")


@operator("share a layer")
def share(cell: Cell) -> Iterator[Change]:
    """Two layers of the same settings become one, so that their weights are shared."""
    first: dict[str, tuple[ast.expr, ast.Call]] = {}
    for call, made in applications(cell):
        if call.func is made:
            continue
        function, earlier = first.setdefault(ast.unparse(made), (call.func, made))
        if earlier is not made:
            yield cell.replace(call.func, function)


def _stands_alone(cell: Cell, made: ast.Call, place: ast.AST) -> bool:
    """Whether a layer's expression means the same at another place: it uses no name of another function."""
    here, there = cell.parent(made, ast.FunctionDef), cell.parent(place, ast.FunctionDef)
    if here is None or here is there:
        return True
    local = {arg.arg for arg in [*here.args.args, *here.args.kwonlyargs]}
    return not any(isinstance(node, ast.Name) and node.id in local for node in ast.walk(made))
