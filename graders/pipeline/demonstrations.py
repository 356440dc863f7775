"""Worked examples that grading leaves out, because no answer needs them.

Most of what a lesson costs is its own worked examples: they train models to show something. An author tags
such a cell `demonstration`, and so promises that it changes nothing but the names it binds, the objects whose
methods it calls, and what it hands to the lesson's own functions. Grading then runs it only where something
else in the submission uses one of these.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nbformat import NotebookNode

from graders.build.source import DEMONSTRATION
from graders.pipeline.merge import parse, written_by_learner

_AUTOMATIC_NAME = re.compile(r"""[a-z]_\d+["']""")
"""The end of a text such as "dense_3": Keras counts layers, and counts fewer when cells are left out."""
_SEES_ALL_NAMES = {
    *("__builtins__", "__import__", "__main__", "builtins", "dir", "eval", "exec", "gc", "get_ipython"),
    *("globals", "importlib", "inspect", "locals", "sys", "vars"),
}
"""With one of these a cell can reach a name that does not stand in it as a name."""
_HOW_ERRORS_LOOK = re.compile(r"^%xmode \w+$", re.MULTILINE)
"""IPython's command for how much of an error is shown; it reaches no name."""
_MOST_LOOKED_THROUGH = 50_000
"""Characters of a cell that is looked through; a longer one is taken by its words."""
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
"""Tables of names that are read at once, though they stand beside those of functions."""
_ONLY_READ = {"copy", "get", "items", "keys", "values"}
"""Methods of dicts that change nothing."""


def is_demonstration(cell: NotebookNode) -> bool:
    """Tell whether a cell only shows something, by its author's word; not what a learner made of it."""
    return DEMONSTRATION in cell.metadata.get("tags", ()) and not written_by_learner(cell)


def left_out(notebook: NotebookNode, asked: Iterable[str]) -> set[int]:
    """Find the demonstrations that nothing else in a notebook needs.

    Args:
        notebook: A notebook to grade, made by `merge`.
        asked: Names that the exercises take as evidence.

    Returns:
        Indices of the cells that need not run.
    """
    code = {index: cell for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    out = {index for index, cell in code.items() if is_demonstration(cell)}
    own = {index for index, cell in code.items() if written_by_learner(cell)}
    if not out or any(_AUTOMATIC_NAME.search(code[index].source) for index in own):
        return set()
    libraries = {name for index in code.keys() - own for name in _imported(code[index].source)}
    functions = frozenset(name for cell in code.values() for name in _defined(cell.source))
    # What a function reads, it reads when it is called, which may be after any later cell.
    reads = {index: names_read(cell.source) for index, cell in code.items()}
    deferred = {index: names_read(cell.source, deferred=True) for index, cell in code.items()}
    needed = set(asked)
    for index in sorted(code, reverse=True):
        if index in out:
            before = {name for at in code if at < index for name in deferred[at]}
            if (names_changed(code[index].source, functions) - libraries) & (needed | before):
                out.discard(index)
        if index not in out:
            needed |= reads[index]
    return out


@lru_cache(maxsize=2048)
def names_read(source: str, *, deferred: bool = False) -> frozenset[str]:
    """List the names that a cell may take from other cells.

    Args:
        source: The cell's source.
        deferred: Whether to list only what it may read later than when it runs, in its functions.

    Returns:
        The names, with those of functions and modules; every word of the cell, when it is no Python, or when
        it has ways to reach names that nobody can see in it.
    """
    looked = _look(source)
    if looked is None:
        return _words(source)
    tree, (top, *inner) = looked
    functions = [table for table in inner if table.get_name() not in _COMPREHENSIONS]
    later = _globals_read(functions)
    read = _exposed(tree.body, set()) & (_globals_read(inner) | set(top.get_identifiers()))
    if (read | later) & _SEES_ALL_NAMES:
        return _words(source)
    return frozenset(later if deferred else read)


@lru_cache(maxsize=512)
def names_changed(source: str, functions: frozenset[str] = frozenset()) -> frozenset[str]:
    """List the names that a demonstration binds, and those whose objects it changes for all that can be seen.

    Args:
        source: The cell's source.
        functions: Names of functions that may change what they are handed.

    Returns:
        The names; every word of the cell, when it is no Python.
    """
    looked = _look(source)
    if looked is None:
        return _words(source)
    tree, (top, *inner) = looked
    bound = {each.get_name() for each in top.get_symbols() if each.is_assigned() or each.is_imported()}
    bound |= {
        each.get_name()
        for table in inner
        for each in table.get_symbols()
        if each.is_declared_global() and each.is_assigned()
    }
    touched = {name for node in ast.walk(tree) for name in _touched(node, functions)}
    return frozenset(bound | touched & names_read(source))


def _touched(node: ast.AST, functions: frozenset[str]) -> set[str]:
    """Give the names whose objects a piece of code may change for all that can be seen.

    Those are what it stores into, what it calls or calls a method of, and what it hands to one of the
    functions. To make an object of a class, by a name with a capital, changes nothing.
    """
    match node:
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            return _base(node)
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            handed = [*node.args, *(keyword.value for keyword in node.keywords)]
            return set().union(*map(_base, handed))
        case ast.Call(func=ast.Name(id=name)) if not (hasattr(builtins, name) or name[0].isupper()):
            return {name}
        case ast.Call(func=ast.Attribute(attr=name) as method):
            if name not in _ONLY_READ and not name[0].isupper():
                return _base(method)
    return set()


def _base(node: ast.AST) -> set[str]:
    """Give the name at the beginning of something like `model.layers[0]`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


@lru_cache(maxsize=256)
def _look(source: str) -> tuple[ast.Module, list[symtable.SymbolTable]] | None:
    """Look through a cell.

    Args:
        source: Its source.

    Returns:
        Its syntax tree, and Python's own tables of names: the cell's first, then those of what is defined in
        it. None when it is no Python, or more than any answer has.
    """
    tree = parse(_HOW_ERRORS_LOOK.sub("", source)) if len(source) <= _MOST_LOOKED_THROUGH else None
    if tree is None:
        return None
    try:
        return tree, list(_tables(symtable.symtable(ast.unparse(tree), "cell", "exec")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _words(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", source))


def _globals_read(tables: Iterable[symtable.SymbolTable]) -> set[str]:
    symbols = (each for table in tables for each in table.get_symbols())
    return {each.get_name() for each in symbols if each.is_global() and each.is_referenced()}


def _exposed(body: Iterable[ast.stmt], bound: set[str]) -> set[str]:
    """List the names that statements may read without having bound them, and add to ``bound`` what they bind.

    Names of functions' own are among them: Python's tables tell those apart.
    """
    exposed: set[str] = set()
    for statement in body:
        inner: list[list[ast.stmt]] = []
        binds: set[str] = set()
        match statement:
            case ast.For(target=target, iter=several):
                exposed |= _loaded(several) - bound
                exposed |= _exposed(statement.body, bound | _stored(target))
                inner = [statement.orelse]
            case ast.With(items=items):
                for item in items:
                    exposed |= _loaded(item) - bound
                    bound |= _stored(item.optional_vars)
                exposed |= _exposed(statement.body, bound)
            case ast.If(test=test) | ast.While(test=test):
                exposed |= _loaded(test) - bound
                inner = [statement.body, statement.orelse]
            case ast.Assign(targets=targets):
                exposed |= _loaded(statement) - bound
                binds = set().union(*map(_stored, targets))
            case ast.Import() | ast.ImportFrom():
                binds = _imports(statement)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                exposed |= _loaded(statement) - bound
                binds = {name}
            case _:
                exposed |= _loaded(statement) - bound
        for each in inner:
            exposed |= _exposed(each, set(bound))  # what stands below a condition may not happen
        bound |= binds
    return exposed


def _loaded(node: ast.AST) -> set[str]:
    """List the names that a piece of code reads, deletes or adds to."""
    found: set[str] = set()
    own: set[ast.Name] = set()  # what a comprehension calls by names of its own
    for each in ast.walk(node):
        match each:
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                targets = set().union(*(_stored(generator.target) for generator in each.generators))
                first = set(ast.walk(each.generators[0].iter))
                inside = (name for name in ast.walk(each) if isinstance(name, ast.Name))
                own |= {name for name in inside if name.id in targets and name not in first}
            case ast.AugAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()) if each not in own:
                found.add(name)
    return found


def _stored(target: ast.AST | None) -> set[str]:
    """List the names that a target of an assignment binds."""
    nodes = ast.walk(target) if target else ()
    return {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _imports(statement: ast.Import | ast.ImportFrom) -> set[str]:
    return {each.asname or each.name.partition(".")[0] for each in statement.names}


@lru_cache(maxsize=512)
def _defined(source: str) -> frozenset[str]:
    """List the functions that a cell defines."""
    tree = parse(source)
    nodes = ast.walk(tree) if tree else ()
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


@lru_cache(maxsize=512)
def _imported(source: str) -> frozenset[str]:
    """List what a cell takes out of libraries, which it calls and does not change."""
    tree = parse(source)
    nodes = ast.walk(tree) if tree else ()
    found = (node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset().union(*map(_imports, found))
