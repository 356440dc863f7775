"""Mutation operators made for Keras: each puts one mistake of the field into a reference solution.

    for mutant in mutants(cell_source, names={"X_train", "X_valid"}):
        mutant.source, mutant.operator, mutant.line, mutant.what

A hidden check that lets a mutant pass is too weak, unless the mutant is a right answer too.
"""

import ast
from collections.abc import Iterable

from graders.prove.mutants import (
    compiling,
    ensembles,
    forgetting,
    graph,
    layers,
    searching,
    steps,
    values,
)
from graders.prove.mutants.cell import OPERATORS, Cell, Mutant, Operator

__all__ = ["OPERATORS", "Cell", "Mutant", "Operator", "mutants", "normal"]
FAMILIES = (layers, graph, compiling, forgetting, values, searching, ensembles, steps)


def mutants(source: str, names: Iterable[str] = ()) -> list[Mutant]:
    """Make every mutant of a reference solution.

    Args:
        source: The whole solution cell, stub and solution region included.
        names: Names that earlier cells define; a mistake may use them.

    Returns:
        The mutants by line. None is equal to the reference or to another one; where two operators make the
        same mutant the first in `OPERATORS` keeps it.

    Raises:
        CourseError: The source is no Python.
    """
    cell = Cell(source, names)
    seen = {normal(source)}
    made: list[Mutant] = []
    for operator in OPERATORS.values():
        for mutant in operator.apply(cell):
            form = normal(mutant.source)
            if form not in seen:
                seen.add(form)
                made.append(mutant)
    order = {name: place for place, name in enumerate(OPERATORS)}
    return sorted(made, key=lambda mutant: (mutant.line, order[mutant.operator]))


def normal(source: str) -> str:
    """Give a form of some code that is the same for code that means the same to any eye.

    Layout and comments are lost, docstrings and `x = x` too; keywords of a call stand in alphabetical order.

    Args:
        source: Python code.

    Returns:
        The form, for comparing only.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and all(word.arg for word in node.keywords):
            node.keywords.sort(key=lambda word: word.arg or "")
        if (
            isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list):
                block[:] = [statement for statement in block if not _does_nothing(statement)] or [ast.Pass()]
    return ast.dump(tree)


def _does_nothing(statement: ast.AST) -> bool:
    """Whether a statement gives a name its own value."""
    return isinstance(statement, ast.Assign) and [ast.unparse(t) for t in statement.targets] == [
        ast.unparse(statement.value)
    ]
