"""Near-identical answers: a hint to read two answers beside each other, never a verdict.

Answers are compared without comments, layout and the names that their writers chose. Left out is what says
nothing about two people: the stub, an answer too short to differ, one that the bank of right answers holds,
and one that many of the class have.
"""

import ast
import io
import itertools
import math
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

ALIKE = 0.9
"""Similarity from which two answers stand beside each other; see `similarity`."""
FEWEST_TOKENS = 30
"""Answers with fewer tokens come out alike by themselves."""
COMMON_LEAST, COMMON_SHARE = 4, 0.05
"""Answers that more than so many people have, and more than this share of the class, are common."""
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Pair:
    """Answers of two learners, or of several who have the same, that are nearly one.

    Args:
        exercise: The exercise's name.
        students: Ids of all who have such an answer, two or more.
        similarity: How alike the two that are shown are, from 0 to 1.
        shown: Ids of the two whose answers stand beside each other.
    """

    exercise: str
    students: tuple[str, ...]
    similarity: float
    shown: tuple[str, str]


@dataclass(frozen=True)
class Alike:
    """What a comparison of a class's answers to one exercise gave.

    Args:
        pairs: The near-identical ones, the most alike first.
        compared: How many answers were compared.
        short: How many were left out since they are too short.
        stored: How many were left out since the bank of right answers holds them.
        common: How many were left out since many of the class have them.
    """

    pairs: tuple[Pair, ...] = ()
    compared: int = 0
    short: int = 0
    stored: int = 0
    common: int = 0


def normalized(source: str) -> tuple[str, ...]:
    """Take from an answer what its writer may change without changing it.

    Args:
        source: The source of a solution cell.

    Returns:
        Its tokens, without comments, docstrings, layout and commands for IPython, each name that the answer
        itself binds as a number. An answer that is no Python gives its words as they are.

    Example:
        >>> normalized("total = 1  # mine") == normalized("summe=1")
        True
    """
    source = _MAGIC.sub("", source)
    try:
        tree = ast.parse(source)
        text = ast.unparse(_Renamed().of(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return tuple(_WORD.findall(re.sub(r"#.*", "", source)))
    kept = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return tuple(token.string for token in tokens if token.type in kept or token.type > tokenize.OP)


class _Renamed(ast.NodeTransformer):
    """Gives the names that a piece of code binds numbers, in the order in which they come."""

    def of(self, tree: ast.Module) -> ast.Module:
        self._numbers = self.numbers(tree)
        return self.visit(tree)

    def numbers(self, tree: ast.Module) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, f"v{len(found)}")
            elif isinstance(node, ast.arg):
                found.setdefault(node.arg, f"v{len(found)}")
        return found

    def visit_Name(self, node: ast.Name) -> ast.Name:  # noqa: N802 - the standard library's name
        node.id = self._numbers.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._numbers.get(node.arg, node.arg)
        node.annotation = None
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:  # noqa: N802 - the standard library's name
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return None
        return self.generic_visit(node)


def similarity(one: Sequence[str], other: Sequence[str], cutoff: float = 0.0) -> float:
    """Give how alike two normalized answers are.

    Args:
        one: Tokens.
        other: Tokens.
        cutoff: Anything below counts as 0, which is found out sooner.

    Returns:
        1 − (tokens to put in or take out) / (tokens of both), rapidfuzz's normalized Indel similarity.
    """
    return Indel.normalized_similarity(one, other, score_cutoff=cutoff)


def near_identical(
    exercise: str, answers: Mapping[str, str], *, stub: str = "", stored: Iterable[str] = ()
) -> Alike:
    """Find the near-identical answers to an exercise.

    Args:
        exercise: The exercise's name.
        answers: Each student's answer.
        stub: What the lesson gave out.
        stored: Answers that anybody may come to by themselves: the reference and the bank's right ones.

    Returns:
        The pairs, and how many answers were left out for which reason.
    """
    stub_tokens = normalized(stub)
    ours = [normalized(source) for source in stored]
    forms: dict[tuple[str, ...], list[str]] = defaultdict(list)
    short = held = 0
    for student, source in sorted(answers.items()):
        tokens = normalized(source)
        if tokens == stub_tokens:
            continue
        if len(tokens) < FEWEST_TOKENS:
            short += 1
        elif any(similarity(tokens, each, ALIKE) for each in ours):
            held += 1
        else:
            forms[tokens].append(student)
    near: dict[tuple[str, ...], dict[tuple[str, ...], float]] = defaultdict(dict)
    for one, other in itertools.combinations(forms, 2):
        if alike := similarity(one, other, ALIKE):
            near[one][other] = near[other][one] = alike
    many = max(COMMON_LEAST, math.ceil(COMMON_SHARE * len(answers)))
    common = {
        form
        for form, students in forms.items()
        if len(students) + sum(len(forms[other]) for other in near[form]) > many
    }
    pairs = []
    for form, students in forms.items():
        if form not in common and len(students) > 1:
            pairs.append(Pair(exercise, tuple(students), 1.0, (students[0], students[1])))
    for one, other in itertools.combinations(forms, 2):
        if other in near[one] and not {one, other} & common:
            students = [*forms[one], *forms[other]]
            pairs.append(Pair(exercise, tuple(students), near[one][other], (forms[one][0], forms[other][0])))
    pairs.sort(key=lambda pair: (-pair.similarity, pair.students))
    counted = sum(map(len, forms.values()))
    return Alike(tuple(pairs), counted, short, held, sum(len(forms[form]) for form in common))


@dataclass(frozen=True)
class Line:
    """One line of an answer that stands beside another.

    Args:
        text: The line.
        differs: Whether the other answer has no such line in this place.
    """

    text: str
    differs: bool


def beside(one: str, other: str) -> tuple[list[Line], list[Line]]:
    """Lay two answers beside each other.

    Args:
        one: An answer.
        other: The other.

    Returns:
        The lines of both, and which of them differ in more than comments, blanks and chosen names.
    """
    left, right = _lines_compared(one), _lines_compared(other)
    compared = SequenceMatcher(None, left, right, autojunk=False)
    same_left: set[int] = {at for at, line in enumerate(left) if not line}
    same_right: set[int] = {at for at, line in enumerate(right) if not line}
    for block in compared.get_matching_blocks():
        same_left.update(range(block.a, block.a + block.size))
        same_right.update(range(block.b, block.b + block.size))
    return (
        [Line(text, at not in same_left) for at, text in enumerate(one.splitlines())],
        [Line(text, at not in same_right) for at, text in enumerate(other.splitlines())],
    )


def _lines_compared(source: str) -> list[str]:
    """Give the lines of an answer without comments and blanks, the names that it binds as numbers."""
    try:
        numbers = _Renamed().numbers(ast.parse(_MAGIC.sub("", source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        numbers = {}
    lines = (re.sub(r"#.*", "", line) for line in source.splitlines())
    return ["".join(numbers.get(word, word) for word in _WORD.findall(line)) for line in lines]


def without_comments(source: str) -> str:
    """Take comments and layout out of an answer, in which a name may stand."""
    try:
        return ast.unparse(ast.parse(_MAGIC.sub("", source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.sub(r"#.*", "", source)
