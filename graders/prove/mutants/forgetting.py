"""Mistakes of leaving out: a keyword, a statement, a method, a decorator, an entry."""

import ast
from collections.abc import Iterator

from graders.prove.mutants.cell import Cell, Change, call_name, constant, expression, operator, text
from graders.prove.mutants.graph import merges

COSMETIC = {"verbose", "show_shapes", "figsize", "title", "label", "color", "linestyle", "marker", "alpha"}
"""Keywords that change what is seen and never what is built."""
_NEEDED = {("Model", "inputs"), ("Model", "outputs")}
"""Keywords without which the call itself raises: no check is needed to catch that."""
_MISSPELT = {
    "reset_state": "reset_states",
    "get_config": "config",
    "build": "build_layer",
    "train_step": "training_step",
    "test_step": "validation_step",
    "compute_output_shape": "output_shape",
}


@operator("forget a keyword")
def forget_keyword(cell: Cell) -> Iterator[Change]:
    """A keyword is left out: `training`, `from_logits`, `validation_data`, any other."""
    for call in cell.find(ast.Call):
        for word in call.keywords:
            if word.arg not in COSMETIC and (call_name(call), word.arg) not in _NEEDED:
                yield cell.drop(call.keywords, word, f"{call_name(call)}(…): drop {text(word)}")


@operator("fix training")
def fix_training(cell: Cell) -> Iterator[Change]:
    """The `training` argument is taken in and then not passed on: always True, or always False."""
    for word in cell.find(ast.keyword):
        if word.arg == "training" and isinstance(word.value, ast.Name):
            yield cell.replace(word.value, ast.Constant(True))
            yield cell.replace(word.value, ast.Constant(False))


@operator("flip a switch")
def flip_switch(cell: Cell) -> Iterator[Change]:
    """True is False or False is True: `from_logits`, `trainable`, `save_best_only`, any other."""
    for node in cell.find(ast.Constant):
        above = cell.parents.get(node)
        if constant(node, bool) and not (isinstance(above, ast.keyword) and above.arg in COSMETIC):
            yield cell.replace(node, ast.Constant(not node.value))


@operator("drop a statement")
def drop_statement(cell: Cell) -> Iterator[Change]:
    """A step is left out: `adapt`, `compile`, `reset_state`, `super().__init__()`, a loop, any other."""
    for block, statement in cell.blocks():
        if _matters(cell, statement):
            yield cell.drop(block, statement, f"drop {text(statement)}")


def _matters(cell: Cell, statement: ast.stmt) -> bool:
    """Whether leaving the statement out could be a mistake that still runs."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        # A name that nothing else sets would be undefined: no check is needed to catch that.
        values = cell.values(statement.targets[0].id)
        return sum(not constant(value, type(...)) and not constant(value, type(None)) for value in values) > 1
    kinds = (
        ast.Assign,
        ast.AugAssign,
        ast.If,
        ast.For,
        ast.While,
        ast.With,
        ast.Raise,
        ast.Assert,
        ast.Delete,
    )
    return isinstance(statement, kinds)


@operator("drop a method")
def drop_method(cell: Cell) -> Iterator[Change]:
    """A class lacks one of its methods."""
    for block, statement in cell.blocks():
        if isinstance(statement, ast.FunctionDef) and isinstance(cell.parents.get(statement), ast.ClassDef):
            yield cell.drop(block, statement, f"drop the method {statement.name}")


@operator("misspell a method")
def misspell_method(cell: Cell) -> Iterator[Change]:
    """A method that Keras looks for by name has another name, so that it is never called."""
    for node in cell.find(ast.FunctionDef):
        other = _MISSPELT.get(node.name, f"{node.name}s" if node.name.startswith("on_") else "")
        if other:
            fields = {field: getattr(node, field) for field in node._fields}
            yield cell.replace(node, ast.FunctionDef(**{**fields, "name": other}), f"{node.name} → {other}")


@operator("drop a decorator")
def drop_decorator(cell: Cell) -> Iterator[Change]:
    """A class is not registered, a function not compiled."""
    decorated: list[ast.FunctionDef | ast.ClassDef]
    decorated = [*cell.find(ast.FunctionDef), *cell.find(ast.ClassDef)]
    for node in decorated:
        for decorator in node.decorator_list:
            yield cell.drop(node.decorator_list, decorator, f"{node.name}: drop @{text(decorator)}")


@operator("drop an entry")
def drop_entry(cell: Cell) -> Iterator[Change]:
    """A key of a dict is forgotten, such as an argument in `get_config`."""
    for node in cell.find(ast.Dict):
        for place, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            keys = [*node.keys[:place], *node.keys[place + 1 :]]
            values = [*node.values[:place], *node.values[place + 1 :]]
            what = f"{text(node)}: drop {text(key) if key else '**' + text(value)}"
            yield Change(value, what, [(node.keys, keys), (node.values, values)])


@operator("drop an item")
def drop_item(cell: Cell) -> Iterator[Change]:
    """One item of a list is forgotten: a metric, a callback, a column."""
    merged = [listed for _, listed in merges(cell)]
    for node in cell.find(ast.List):
        for item in () if node in merged else node.elts:
            yield cell.drop(node.elts, item)


@operator("empty config")
def empty_config(cell: Cell) -> Iterator[Change]:
    """`get_config` starts from nothing instead of from its parent's."""
    for call in cell.find(ast.Call):
        if call_name(call) == "get_config" and text(call).startswith("super()"):
            yield cell.replace(call, expression("{}"))


@operator("stop a loop early")
def stop_loop(cell: Cell) -> Iterator[Change]:
    """A loop ends after its first round."""
    loops: list[ast.For | ast.While] = [*cell.find(ast.For), *cell.find(ast.While)]
    for node in loops:
        yield Change(node, f"{text(node).split(':')[0]}: one round", [(node.body, [*node.body, ast.Break()])])
