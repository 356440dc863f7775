"""How a lesson reads: what the second edition's rules ask of its cells, as warnings to its author."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from graders.build.names import parse
from graders.build.source import Cell, Problem, Role

MOST_LINES = 15
"""Lines of a code cell that a learner takes in at once; a class may be longer."""
MOST_CHARACTERS = 80
"""Characters of a line of code that JupyterLab shows at 1280 pixels without cutting it."""

WORDS = {
    r"by heart": "memorize, overfit",
    r"brakes?": "reduce on plateau",
    r"deaf": "ignored",
    r"dear(?:er|est)?": "expensive",
    r"drawers?": "data set",
    r"endings?": "output layer, head",
    r"engines?": "backend",
    r"light convolutions?": "depthwise separable convolution",
    r"necks?": "bottleneck",
    r"piles?": "stack",
    r"slips?": "mistake",
    r"slopes?": "gradient",
    r"spreads?": "standard deviation",
    r"squeez(?:es?|ed|ing)": "reduce channels",
    r"strange rows": "validation data, unseen data",
    r"timetables?": "learning-rate schedule",
    r"wardrobes?": "data set, classes",
    r"ways? around": "skip connection, shortcut",
    r"optimiser(?=s?\b)s?": "optimizer",
    r"(?:de|un)?normalis(?:e[sdr]?|ing|ation)": "normalize, normalization",
    r"regularis(?:e[sdr]?|ing|ation)": "regularize, regularizer",
    r"memoris(?:e[sd]?|ing)": "memorize",
    r"initialis(?:e[sdr]?s?|ing|ation)": "initialize, initializer",
    r"standardis(?:e[sdr]?|ing|ation)": "standardize",
    r"colours?": "color",
    r"behaviours?": "behavior",
    r"neighbours?": "neighbor",
}
"""Words that a lesson does not use, as regular expressions, each with the field's term for it."""

_WORDS = re.compile(rf"(?<![\w-])({'|'.join(WORDS)})(?![\w-])", re.IGNORECASE)
_NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|“[^”]*”|<[^>]*>", re.DOTALL)


def style_problems(path: Path, cells: Sequence[Cell]) -> list[Problem]:
    """Find what reads badly in a lesson.

    Args:
        path: The source file, as it is shown to the author.
        cells: Its cells.

    Returns:
        A warning for each line of code that is too long, each worked cell and check with too many lines, each
        threshold that is printed in place of a number, and each word that is not the field's.
    """
    return [
        Problem(path, cell.line + cell.blank + offset, sentence, fatal=False)
        for cell in cells
        for offset, sentence in (_code(cell) if cell.is_code else _text(cell))
    ]


def _code(cell: Cell) -> Iterator[tuple[int, str]]:
    lines = cell.text.splitlines()
    for offset, line in enumerate(lines, start=1):
        if len(line) > MOST_CHARACTERS:
            yield offset, f"This line has {len(line)} characters: at {MOST_CHARACTERS} it is cut."
    try:
        tree = parse(cell.text)
    except SyntaxError:  # which the build refuses
        return
    written = sum(bool(line.strip()) for line in lines)
    has_class = any(isinstance(node, ast.ClassDef) for node in tree.body)
    if written > MOST_LINES and not has_class and cell.role in (Role.EXAMPLE, Role.GRADE):
        yield 1, f"This cell has {written} lines of code: split it, {MOST_LINES} are read at once."
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            for threshold in filter(_is_threshold, node.args):
                shown = ast.unparse(threshold)
                yield node.lineno, f"This prints whether {shown}: print the number."


def _is_threshold(node: ast.expr) -> bool:
    """Tell whether an expression asks on which side of a decimal number something lies."""
    return isinstance(node, ast.Compare) and any(
        isinstance(operator, ast.Lt | ast.Gt | ast.LtE | ast.GtE)
        and isinstance(right, ast.Constant)
        and isinstance(right.value, float)
        for operator, right in zip(node.ops, node.comparators, strict=True)
    )


def _text(cell: Cell) -> Iterator[tuple[int, str]]:
    prose = _NO_PROSE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), cell.text)
    for offset, line in enumerate(prose.splitlines(), start=1):
        for match in _WORDS.finditer(line):
            term = next(term for word, term in WORDS.items() if re.fullmatch(word, match[0], re.IGNORECASE))
            yield offset, f"{match[0]!r} is not the field's word: {term}."
