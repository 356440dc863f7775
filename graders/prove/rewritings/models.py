"""Models: a stack, a graph, a class, a model in a model; merges as layers, functions or signs."""

import ast
import copy

from graders.prove.mutants.cell import call_name, expression
from graders.prove.rewritings.cell import Given, assigned, dotted, keyword_of, loaded, rewriting, statements


def _stack(value: ast.expr) -> tuple[ast.expr, list[ast.expr], list[ast.keyword]] | None:
    """Take `Sequential([Input(…), layer, …], …)` apart: input, layers, other keywords."""
    if not isinstance(value, ast.Call) or call_name(value) != "Sequential" or len(value.args) != 1:
        return None
    listed = value.args[0]
    if not isinstance(listed, ast.List) or len(listed.elts) < 3:
        return None
    if any(isinstance(element, ast.Starred) for element in listed.elts):
        return None
    first = listed.elts[0]
    if call_name(first) != "Input":
        return None
    return first, listed.elts[1:], value.keywords


def _grows(cell: Given, name: str) -> bool:
    """Whether the cell calls `add` on a model."""
    return any(
        dotted(call.func) == f"{name}.add" for call in ast.walk(cell.tree) if isinstance(call, ast.Call)
    )


def _each_stack(cell: Given, write) -> bool:
    """Put statements in the place of each assignment of a stack; `write` gives their source."""
    changed = False
    for block in cell.all_blocks():
        longer: list[ast.stmt] = []
        for statement in block:
            found = assigned(statement)
            stack = _stack(found[1]) if found else None
            if found and stack and not _grows(cell, found[0]):
                longer += statements(write(found[0], *stack))
                changed = True
            else:
                longer.append(statement)
        block[:] = longer
    return changed


def _with(words: list[ast.keyword]) -> str:
    return "".join(f", {word.arg}={ast.unparse(word.value)}" for word in words)


@rewriting("Sequential as functional")
def as_functional(cell: Given) -> bool:
    """A `Sequential` model is a functional one."""

    def write(name: str, first: ast.expr, layers: list[ast.expr], words: list[ast.keyword]) -> str:
        begin, on = cell.fresh("inputs"), cell.fresh("x")
        lines = [f"{begin} = {ast.unparse(first)}"]
        before = begin
        for layer in layers:
            lines.append(f"{on} = {ast.unparse(layer)}({before})")
            before = on
        return "\n".join([*lines, f"{name} = keras.Model({begin}, {on}{_with(words)})"])

    return _each_stack(cell, write)


@rewriting("functional as Sequential")
def as_stack(cell: Given) -> bool:
    """A functional model whose layers form a chain is a `Sequential` one."""
    changed = False
    for block in cell.all_blocks():
        for statement in list(block):
            if (found := _chain(cell, block, statement)) is not None:
                made, chain, steps = found
                words = [word for word in made.keywords if word.arg not in ("inputs", "outputs")]
                listed = ", ".join(ast.unparse(step) for step in steps)
                stack = expression(f"keras.Sequential([{listed}]{_with(words)})")
                block[:] = [other for other in block if other not in chain]
                block[block.index(statement)] = _with_value(statement, stack)
                changed = True
    return changed


def _with_value(statement: ast.stmt, value: ast.expr) -> ast.stmt:
    again = copy.copy(statement)
    if isinstance(again, ast.Assign | ast.Return):
        again.value = value
    return again


def _chain(
    cell: Given, block: list[ast.stmt], statement: ast.stmt
) -> tuple[ast.Call, list[ast.stmt], list[ast.expr]] | None:
    """Take a chain of layers apart: the call of `Model`, the statements before it, input and layers."""
    pair = assigned(statement)
    made = pair[1] if pair else statement.value if isinstance(statement, ast.Return) else None
    if not isinstance(made, ast.Call) or dotted(made.func) not in ("keras.Model", "keras.models.Model"):
        return None
    ends = [*made.args, *(keyword_of(made, word) for word in ("inputs", "outputs"))]
    names = [end.id for end in ends if isinstance(end, ast.Name)]
    if len(names) != 2:
        return None
    chain: list[ast.stmt] = []
    steps: list[ast.expr] = []
    last = ""
    for each in block[: block.index(statement)]:
        step = assigned(each)
        if step is None or not isinstance(step[1], ast.Call):
            continue
        call = step[1]
        if not chain and step[0] == names[0] and dotted(call.func) == "keras.Input":
            chain, steps, last = [each], [call], step[0]
        elif chain and isinstance(call.func, ast.Call) and [dotted(arg) for arg in call.args] == [last]:
            if call.keywords or not dotted(call.func.func).startswith("keras.layers."):
                return None
            chain, steps, last = [*chain, each], [*steps, call.func], step[0]
    if len(steps) < 3 or last != names[1]:
        return None
    bound = {step[0] for each in chain if (step := assigned(each))}
    used = sum(
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in bound
        for node in ast.walk(cell.tree)
    )
    # Each name is read by the next step, input and last one by the model: then nothing else needs them.
    return (made, chain, steps) if used == len(chain) - 1 + 2 else None


@rewriting("layers added one by one")
def added(cell: Given) -> bool:
    """A `Sequential` model's layers are added one by one."""

    def write(name: str, first: ast.expr, layers: list[ast.expr], words: list[ast.keyword]) -> str:
        made = f"keras.Sequential({_with(words).removeprefix(', ')})"
        adds = [f"{name}.add({ast.unparse(layer)})" for layer in [first, *layers]]
        return "\n".join([f"{name} = {made}", *adds])

    return _each_stack(cell, write)


@rewriting("Sequential with a Sequential inside")
def nested(cell: Given) -> bool:
    """All layers of a `Sequential` model but the last stand in a model of their own inside it."""

    def write(name: str, first: ast.expr, layers: list[ast.expr], words: list[ast.keyword]) -> str:
        inside = ", ".join(ast.unparse(layer) for layer in layers[:-1])
        end = ast.unparse(layers[-1])
        inner = f"keras.Sequential([{inside}])"
        return f"{name} = keras.Sequential([{ast.unparse(first)}, {inner}, {end}]{_with(words)})"

    return _each_stack(cell, write)


@rewriting("Sequential as a class")
def as_class(cell: Given) -> bool:
    """A `Sequential` model is a subclass of `keras.Model` that calls its layers in order."""

    def write(name: str, first: ast.expr, layers: list[ast.expr], words: list[ast.keyword]) -> str:
        made = cell.fresh("Stack")
        listed = ", ".join(ast.unparse(layer) for layer in layers)
        return f"""
class {made}(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.steps = [{listed}]

    def call(self, x):
        for step in self.steps:
            x = step(x)
        return x

{name} = {made}({_with(words).removeprefix(", ")})
{name}({ast.unparse(first)})
"""

    return _each_stack(cell, write)


def _graphs(cell: Given) -> list[tuple[list[ast.stmt], ast.stmt, str, ast.Call]]:
    """Give each assignment of a functional model to a name that the exercise asks for."""
    found = []
    for statement in cell.body:
        pair = assigned(statement)
        if not pair or pair[0] not in cell.asked_of("Model") or not isinstance(pair[1], ast.Call):
            continue
        graph = dotted(pair[1].func) in ("keras.Model", "keras.models.Model")
        if graph and not _is_looked_into(cell, pair[0]):
            found.append((cell.body, statement, pair[0], pair[1]))
    return found


def _is_looked_into(cell: Given, name: str) -> bool:
    """Whether the cell asks a model for its layers or tensors, which another model around it has not."""
    parts = {"get_layer", "layers", "input", "inputs", "output", "outputs", "output_names", "input_names"}
    return any(dotted(node) in {f"{name}.{part}" for part in parts} for node in ast.walk(cell.tree))


def _names_its_outputs(call: ast.Call) -> bool:
    """Whether a model's outputs go by their layers' names: those of a model around it would not."""
    outputs = keyword_of(call, "outputs") or (call.args[1] if len(call.args) > 1 else None)
    return isinstance(outputs, ast.List | ast.Tuple)


def _named(call: ast.Call) -> str:
    """Take the name off a model that goes inside another one; give it as the other one's argument."""
    words = [word for word in call.keywords if word.arg == "name"]
    call.keywords = [word for word in call.keywords if word.arg != "name"]
    return _with(words)


@rewriting("functional model in a model")
def in_a_model(cell: Given) -> bool:
    """A functional model is called as a layer of another one, on its own inputs."""
    found = [one for one in _graphs(cell) if not _names_its_outputs(one[3])]
    for block, statement, name, call in found:
        inner, called = cell.fresh("inner_model"), _named(call)
        again = statements(
            f"{inner} = {ast.unparse(call)}\n"
            f"{name} = keras.Model({inner}.input, {inner}({inner}.input){called})"
        )
        at = block.index(statement)
        block[at : at + 1] = again
    return bool(found)


@rewriting("functional model in a class")
def in_a_class(cell: Given) -> bool:
    """A functional model is held by a subclass of `keras.Model`, which is called once."""
    found = [one for one in _graphs(cell) if not _names_its_outputs(one[3])]
    for block, statement, name, call in found:
        made, called = cell.fresh("Held"), _named(call)
        again = statements(f"""
class {made}(keras.Model):
    def __init__(self, graph, **kwargs):
        super().__init__(**kwargs)
        self.graph = graph

    def call(self, inputs):
        return self.graph(inputs)

{name} = {made}({ast.unparse(call)}{called})
{name}({name}.graph.input)
""")
        at = block.index(statement)
        block[at : at + 1] = again
    return bool(found)


@rewriting("built in a function")
def in_a_function(cell: Given) -> bool:
    """The answer's steps stand in a function, which is called once and returns what is asked for."""
    from graders.build.names import names

    asked = [name for name in cell.asked if name in cell.bound]
    if not asked or any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in cell.body):
        return False
    reads, bound = names(cell.written())
    if set(reads) & bound:
        return False
    steps = [node for node in cell.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    imports = [node for node in cell.body if node not in steps]
    make, listed = cell.fresh("make_answer"), ", ".join(asked)
    (function,) = statements(f"def {make}():\n    return {listed}")
    if not isinstance(function, ast.FunctionDef):
        return False
    function.body[:0] = steps
    cell.tree.body = [*imports, function, *statements(f"{listed} = {make}()")]
    return True


_MERGES = {"Add": ("add", "+"), "Multiply": ("multiply", "*"), "Subtract": ("subtract", "-")}


def _merge(node: ast.AST, *classes: str) -> tuple[str, list[ast.expr]] | None:
    """Take `keras.layers.Add()([a, b])` apart: the class, and what is merged."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Call) or len(node.args) != 1:
        return None
    layer, merged = node.func, node.args[0]
    if call_name(layer) not in classes or layer.args or layer.keywords or not isinstance(merged, ast.List):
        return None
    return call_name(layer), merged.elts


@rewriting("merge as a function")
def merge_function(cell: Given) -> bool:
    """`Concatenate()([a, b])` is `keras.layers.concatenate([a, b])`; `Add` and others likewise."""

    def change(node: ast.AST) -> ast.AST | None:
        found = _merge(node, "Concatenate", *_MERGES)
        if not found:
            return None
        return ast.Call(expression(f"keras.layers.{found[0].lower()}"), [ast.List(found[1], ast.Load())], [])

    return cell.swap(change)


@rewriting("merge as an operation")
def merge_operation(cell: Given) -> bool:
    """`Concatenate()([a, b])` is `keras.ops.concatenate([a, b], axis=-1)`, and `Add()([a, b])` is `a + b`."""

    def change(node: ast.AST) -> ast.AST | None:
        found = _merge(node, "Concatenate", *_MERGES)
        if not found:
            return None
        if found[0] == "Concatenate":
            axis = [ast.keyword("axis", expression("-1"))]
            return ast.Call(expression("keras.ops.concatenate"), [ast.List(found[1], ast.Load())], axis)
        if len(found[1]) != 2:
            return None
        sign = expression(f"a {_MERGES[found[0]][1]} b")
        if not isinstance(sign, ast.BinOp):
            return None
        return ast.BinOp(found[1][0], sign.op, found[1][1])

    return cell.swap(change)


@rewriting("independent layers in another order")
def other_order(cell: Given) -> bool:
    """Two neighbouring lines that make or call layers, and do not need each other, change places."""
    changed = False
    for block in cell.all_blocks():
        at = 0
        while at + 1 < len(block):
            one, other = assigned(block[at]), assigned(block[at + 1])
            if one and other and _independent(one, other):
                block[at], block[at + 1] = block[at + 1], block[at]
                changed = True
                at += 1
            at += 1
    return changed


def _independent(one: tuple[str, ast.expr], other: tuple[str, ast.expr]) -> bool:
    if not (_is_step(one[1]) and _is_step(other[1])) or one[0] == other[0]:
        return False
    return one[0] not in loaded(other[1]) and other[0] not in loaded(one[1])


def _is_step(value: ast.expr) -> bool:
    """Whether an expression makes an input, or calls a fresh layer on tensors."""
    if not isinstance(value, ast.Call):
        return False
    made = value.func if isinstance(value.func, ast.Call) else value
    return isinstance(made, ast.Call) and dotted(made.func).startswith(("keras.layers.", "keras.Input"))


@rewriting("layers get names")
def named(cell: Given) -> bool:
    """Dense layers of a stack or a graph that have no name get one."""
    numbers = iter(range(1, 1000))

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or not dotted(node.func).startswith("keras.layers.Dense"):
            return None
        if keyword_of(node, "name") is not None or any(word.arg is None for word in node.keywords):
            return None
        again = copy.copy(node)
        again.keywords = [*node.keywords, ast.keyword("name", ast.Constant(f"step_{next(numbers)}"))]
        return again

    inside = any(
        isinstance(node, ast.FunctionDef | ast.For | ast.ListComp | ast.Lambda)
        for node in ast.walk(cell.tree)
    )
    return not inside and bool(cell.asked_of("Model")) and cell.swap(change)
