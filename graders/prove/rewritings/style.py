"""What changes nothing but the text: imports, names, prints, decorators, keywords, order of keys."""

import ast
import copy

from graders.prove.mutants.cell import call_name, constant
from graders.prove.mutants.layers import is_layer
from graders.prove.rewritings.cell import Given, dotted, rewriting, statements


def _in_tensorflow(cell: Given) -> bool:
    """Whether the cell uses `keras`, and of it only what `tf.keras` has as well."""
    return _uses(cell, "keras") and not _uses(cell, "keras.saving")


def _uses(cell: Given, prefix: str) -> bool:
    return any(
        dotted(node).startswith(f"{prefix}.")
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Attribute)
    )


def _renamed_module(cell: Given, old: str, new: str) -> bool:
    """Write `new` for the module `old`, a dotted name."""

    def change(node: ast.AST) -> ast.AST | None:
        if isinstance(node, ast.Name | ast.Attribute) and dotted(node) == old:
            return ast.parse(new, mode="eval").body
        return None

    return cell.swap(change)


@rewriting("tf.keras")
def tf_keras(cell: Given) -> bool:
    """`keras.` is `tf.keras.`"""
    if not _in_tensorflow(cell) or not _renamed_module(cell, "keras", "tf.keras"):
        return False
    cell.first("import tensorflow as tf")
    return True


@rewriting("keras from tensorflow")
def from_tensorflow(cell: Given) -> bool:
    """`keras` is imported from `tensorflow` in the answer's first line."""
    if not _in_tensorflow(cell):
        return False
    cell.first("from tensorflow import keras")
    return True


@rewriting("keras under another name")
def keras_as(cell: Given) -> bool:
    """`keras` is imported `as k`, and so are its layers."""
    name = cell.fresh("k")
    if not _uses(cell, "keras") or not _renamed_module(cell, "keras", name):
        return False
    cell.first(f"import keras as {name}")
    return True


@rewriting("modules imported")
def modules(cell: Given) -> bool:
    """`layers`, `ops`, `losses` and others are imported from `keras`, and used without it."""
    found = []
    for name in ("layers", "ops", "losses", "metrics", "optimizers", "callbacks", "models"):
        # A name of the learner's or of the lesson would change its meaning.
        if name in cell.names or not _uses(cell, f"keras.{name}"):
            continue
        if _renamed_module(cell, f"keras.{name}", name):
            found.append(name)
    if found:
        cell.first(f"from keras import {', '.join(found)}")
    return bool(found)


@rewriting("classes imported")
def classes(cell: Given) -> bool:
    """Layers are imported by name, `from keras.layers import Dense`."""
    used = {
        node.attr
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Attribute)
        and dotted(node.value) == "keras.layers"
        and node.attr[:1].isupper()
    }
    used -= cell.names
    for name in used:
        _renamed_module(cell, f"keras.layers.{name}", name)
    if used:
        cell.first(f"from keras.layers import {', '.join(sorted(used))}")
    return bool(used)


@rewriting("keras.models")
def keras_models(cell: Given) -> bool:
    """`keras.Model` and `keras.Sequential` are taken from `keras.models`, `Input` from `keras.layers`."""
    homes = {"Model": "models", "Sequential": "models", "Input": "layers"}
    done = [_renamed_module(cell, f"keras.{name}", f"keras.{home}.{name}") for name, home in homes.items()]
    return any(done)


@rewriting("variables renamed")
def renamed(cell: Given) -> bool:
    """Variables of the answer's own have other names, at its top level and inside its functions."""
    own = cell.bound - set(cell.asked) - cell.known
    kept = {node.name for node in ast.walk(cell.tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    outside = {
        name
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    arguments = {node.arg for node in ast.walk(cell.tree) if isinstance(node, ast.arg)}
    names = {name: cell.fresh(f"my_{name}") for name in sorted(own - kept - outside - arguments)}
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = names[node.id]
    return bool(names)


@rewriting("prints added")
def prints(cell: Given) -> bool:
    """The answer prints what it has made so far, after each of its steps."""
    longer: list[ast.stmt] = []
    for statement in cell.body:
        longer.append(statement)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            longer += statements(f"print({name!r}, type({name}), {name})")
    functions = list(cell.functions(*cell.asked))
    for function in functions:
        at = 1 if ast.get_docstring(function) is not None else 0
        function.body[at:at] = statements(f"print('{function.name} is called')")
    changed = len(longer) != len(cell.body) or bool(functions)
    cell.body[:] = longer
    return changed


@rewriting("helpers in a cell above")
def cell_above(cell: Given) -> bool:
    """Imports, functions and classes that the exercise does not ask for stand in a cell above it."""
    helpers = [
        node
        for node in cell.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in cell.asked)
    ]
    rest = [node for node in cell.body if node not in helpers]
    first = next((at for at, node in enumerate(cell.body) if node in rest), 0)
    above = cell.body[:first]
    if not above or not rest:
        return False
    cell.body[:first] = statements(f"get_ipython().run_cell({_source(above)!r}).raise_error()")
    return True


def _source(body: list[ast.stmt]) -> str:
    return ast.unparse(ast.fix_missing_locations(ast.Module(body, [])))


@rewriting("summary shown")
def summary(cell: Given) -> bool:
    """The answer shows its model's summary and counts its parameters when it is done."""
    names = [name for name in cell.asked_of("Model") if name in cell.bound]
    cell.last(*[f"{name}.summary()\nprint({name}.count_params())" for name in names])
    return bool(names)


@rewriting("functions decorated")
def decorated(cell: Given) -> bool:
    """Functions, and the methods of classes, have a decorator that counts their calls."""
    wanted = {"call", "build", "update_state", "result", "on_epoch_end", "on_train_begin"}
    found = [*cell.functions(*cell.asked)]
    for node in cell.body:
        if isinstance(node, ast.ClassDef):
            found += [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name in wanted]
    if not found:
        return False
    name = cell.fresh("counted")
    for function in found:
        function.decorator_list.insert(0, ast.Name(name, ast.Load()))
    cell.first(
        f"""
import functools

def {name}(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        call.count += 1
        return function(*args, **kwargs)

    call.count = 0
    return call
"""
    )
    return True


@rewriting("types and docstrings added")
def documented(cell: Given) -> bool:
    """Functions have a docstring, and say that they take and give anything."""
    changed = False
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.FunctionDef):
            changed = True
            node.returns = ast.Name("object", ast.Load())
            if ast.get_docstring(node) is None:
                node.body.insert(0, ast.Expr(ast.Constant("Do what the exercise asks for.")))
    return changed


@rewriting("function as a lambda")
def as_lambda(cell: Given) -> bool:
    """A function that only returns something is a lambda."""
    changed = False
    for at, node in enumerate(cell.body):
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            continue
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
            arguments = copy.deepcopy(node.args)
            for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
                one.annotation = None
            made = ast.Lambda(arguments, body[0].value)
            cell.body[at] = ast.Assign([ast.Name(node.name, ast.Store())], made, lineno=node.lineno)
            changed = True
    return changed


@rewriting("super with its arguments")
def old_super(cell: Given) -> bool:
    """`super()` is `super(TheClass, self)`, as older books write it."""
    changed = False
    for made in ast.walk(cell.tree):
        if not isinstance(made, ast.ClassDef):
            continue
        for method in made.body:
            if not isinstance(method, ast.FunctionDef) or not method.args.args:
                continue
            for node in ast.walk(method):
                if isinstance(node, ast.Call) and call_name(node) == "super" and not node.args:
                    node.args = [
                        ast.Name(made.name, ast.Load()),
                        ast.Name(method.args.args[0].arg, ast.Load()),
                    ]
                    changed = True
    return changed


@rewriting("order of keys")
def order_of_keys(cell: Given) -> bool:
    """The keys of a dict stand in the opposite order."""
    changed = False
    for node in ast.walk(cell.tree):
        if not isinstance(node, ast.Dict) or len(node.keys) < 2:
            continue
        if all(key is not None and constant(key, str) for key in node.keys):
            node.keys.reverse()
            node.values.reverse()
            changed = True
    return changed


@rewriting("dicts by dict()")
def dict_calls(cell: Given) -> bool:
    """A dict with words for keys is made by `dict(…)`."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Dict) or not node.keys:
            return None
        words = []
        for key, value in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant) or not str(key.value).isidentifier():
                return None
            words.append(ast.keyword(str(key.value), value))
        return ast.Call(ast.Name("dict", ast.Load()), [], words)

    return cell.swap(change)


_FIRST = {
    "Dense": "units",
    "Conv2D": "filters",
    "SeparableConv2D": "filters",
    "Conv1D": "filters",
    "LSTM": "units",
    "Dropout": "rate",
    "Embedding": "input_dim",
    "Activation": "activation",
    "Input": "shape",
    "Adam": "learning_rate",
    "SGD": "learning_rate",
}


@rewriting("arguments by name")
def by_name(cell: Given) -> bool:
    """What is given by place is given by name: units, filters, rates, a model's inputs and outputs."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or not dotted(node.func).startswith("keras."):
            return None
        name = call_name(node)
        if name == "Model" and len(node.args) == 2:
            words = [ast.keyword("inputs", node.args[0]), ast.keyword("outputs", node.args[1])]
            return ast.Call(node.func, [], [*words, *node.keywords])
        if name in _FIRST and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            return ast.Call(node.func, [], [ast.keyword(_FIRST[name], node.args[0]), *node.keywords])
        return None

    return cell.swap(change)


@rewriting("arguments by place")
def by_place(cell: Given) -> bool:
    """What is given by name is given by place: units, filters, rates, a model's inputs and outputs."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or node.args or not dotted(node.func).startswith("keras."):
            return None
        given = {word.arg: word.value for word in node.keywords}
        name = call_name(node)
        wanted = ["inputs", "outputs"] if name == "Model" else [_FIRST[name]] if name in _FIRST else []
        if not wanted or not all(word in given for word in wanted):
            return None
        left = [word for word in node.keywords if word.arg not in wanted]
        return ast.Call(node.func, [given[word] for word in wanted], left)

    return cell.swap(change)


@rewriting("layers bound first")
def bound_first(cell: Given) -> bool:
    """A layer that is made and called in one line is made first, under a name of its own, and called then."""
    changed = False
    for block in cell.all_blocks():
        longer: list[ast.stmt] = []
        for statement in block:
            value = statement.value if isinstance(statement, ast.Assign) else None
            made = value.func if isinstance(value, ast.Call) else None
            if isinstance(value, ast.Call) and isinstance(made, ast.Call) and is_layer(cell, made):
                layer = cell.fresh("layer")
                longer += statements(f"{layer} = {ast.unparse(made)}")
                value.func = ast.Name(layer, ast.Load())
                changed = True
            longer.append(statement)
        block[:] = longer
    return changed
