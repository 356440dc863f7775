"""The course's glossary: each term of the field, where a lesson introduces it, and its name in Keras.

`solutions/glossary.toml`:

    emphasis = ["last", "once"]            # bold in a lesson that marks no term

    [[term]]
    name = "deferred building"
    lesson = "01_sequential"               # the lesson that introduces it, in bold
    meaning = "Weights are made at the first call or by `build`, when the number of inputs is known."
    keras = "`build`"                      # its name in Keras; may be left out
    korean = "지연 생성"                     # the term of the source texts; may be left out
    forms = ["deferred building"]          # other spellings, the bold one among them; may be left out
    everyday = true                        # an everyday word too: lessons may use it before; may be left out
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.build.headings import headings
from graders.build.layout import lessons
from graders.build.source import Cell, Role, read_source
from graders.errors import CourseError

PAGE = Path("docs") / "glossary.md"
SOURCE = Path("solutions") / "glossary.toml"
_INTRODUCTION = """\
# Glossary

The field's terms in the order of the alphabet: what each means, where a lesson introduces it, what Keras
calls it, and the Korean term of the texts that the course goes back to. `coursework build` makes this page
from `solutions/glossary.toml`, and refuses a term that no lesson introduces in bold, or that a lesson uses
before.
"""
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_LAST = re.compile(r"^## (?:What you have done|Going further)$", re.MULTILINE)  # may name what comes later
_TASK = re.compile(r"^#+ Exercise `", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)", re.DOTALL)
_KEYS = {"name", "lesson", "meaning", "keras", "korean", "forms", "everyday"}


@dataclass(frozen=True)
class Term:
    """One term.

    Args:
        name: The term.
        lesson: The lesson that introduces it.
        meaning: What it means, in one sentence.
        keras: What Keras calls it; may be empty.
        korean: The Korean term; may be empty.
        forms: Other spellings.
        everyday: Whether lessons may use it before it is introduced, as the everyday word that it is, too.
    """

    name: str
    lesson: str
    meaning: str
    keras: str = ""
    korean: str = ""
    forms: tuple[str, ...] = ()
    everyday: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """Its name, without what tells it from another, and its other forms, in lower case."""
        name = self.name.partition(" (")[0]
        return tuple(dict.fromkeys(each.lower() for each in (name, *self.forms)))


@dataclass(frozen=True)
class Glossary:
    """The terms of the course.

    Args:
        terms: The terms.
        emphasis: Texts that lessons print in bold and that are no terms, in lower case.
    """

    terms: tuple[Term, ...]
    emphasis: frozenset[str]


@dataclass(frozen=True)
class Place:
    """Where a lesson introduces a term.

    Args:
        lesson: The lesson's name.
        cell: The cell's number, from 1.
        heading: The heading above it.
    """

    lesson: str
    cell: int
    heading: str


def read_glossary(root: Path) -> Glossary:
    """Read the terms.

    Args:
        root: Top folder of the course.

    Returns:
        The glossary.

    Raises:
        CourseError: The file cannot be read, or an entry lacks its name, lesson or meaning, or stands there
            twice.
    """
    path = root / SOURCE
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CourseError(
            f"{path} cannot be read ({error.strerror}): it holds the glossary's terms."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path} is not TOML: {error}.") from error
    terms = tuple(_term(entry, path) for entry in written.get("term", []))
    names = [(term.lesson, spelling) for term in terms for spelling in term.spellings]
    twice = sorted({name for lesson, name in names if names.count((lesson, name)) > 1})
    if twice:
        raise CourseError(f"{path}: {', '.join(map(repr, twice))} stands there twice: keep one.")
    return Glossary(terms, frozenset(str(each).lower() for each in written.get("emphasis", [])))


def _term(entry: Mapping[str, Any], path: Path) -> Term:
    name = str(entry.get("name", ""))
    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise CourseError(f"{path}: {name!r} has {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}.")
    for key in ("name", "lesson", "meaning"):
        if not entry.get(key):
            raise CourseError(f"{path}: the term {name!r} has no `{key}`.")
    return Term(**{**entry, "forms": tuple(entry.get("forms", ()))})


def places(root: Path, glossary: Glossary) -> tuple[dict[str, Place], list[str]]:
    """Find where each term is introduced, and hold the lessons to the glossary.

    Args:
        root: Top folder of the course.
        glossary: The terms.

    Returns:
        The place of each term that has one, and what is wrong, a sentence each: a term that no lesson
        introduces, one that is used before, a bold text that is neither a term nor emphasis.
    """
    found: dict[str, Place] = {}
    problems: list[str] = []
    earlier: dict[str, str] = {}
    spelled = {spelling for term in glossary.terms for spelling in term.spellings}
    introduces: dict[str, list[Term]] = defaultdict(list)
    for term in glossary.terms:
        introduces[term.lesson].append(term)
    for lesson in lessons(root):
        cells, _ = read_source(lesson.source)
        at = {number: heading for heading, number in reversed(headings(cells).items())}
        heading, over = "", False
        for number, text in _introduction(cells):
            # It stresses much that is no term, so only what the glossary names counts.
            bold_here = set(_bold(text))
            for term in introduces[lesson.name]:
                if bold_here & set(term.spellings):
                    found.setdefault(term.name, Place(lesson.name, number, at.get(number, "")))
        for number, text in _sections(cells):
            heading = at.get(number, heading)
            for bold in _bold(text):
                if bold not in spelled and bold not in glossary.emphasis:
                    problems.append(
                        f"{lesson.name}, cell {number}: **{bold}** is in bold and no term: use italics, "
                        f"or enter it in {SOURCE}."
                    )
                for term in introduces[lesson.name]:
                    if bold in term.spellings:
                        found.setdefault(term.name, Place(lesson.name, number, heading))
            prose = "" if over else _prose(_LAST.split(text)[0])
            over = over or _LAST.search(text) is not None
            for term in glossary.terms:
                known = term.everyday or term.name in found or term.name in earlier
                if not known and _uses(prose, term):
                    earlier[term.name] = f"{lesson.name}, cell {number}"
    for term in glossary.terms:
        if term.name not in found:
            problems.append(
                f"{term.name!r}: {term.lesson} does not introduce it: print it there once in bold."
            )
        if term.name in earlier:
            problems.append(
                f"{term.name!r} is used in {earlier[term.name]}, before {term.lesson} introduces it."
            )
    return found, problems


def _sections(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Give each text of a lesson and its cell's number, from the first section on.

    What stands before says what the lesson is about, and uses its terms.
    """
    begun = False
    for number, cell in enumerate(cells, start=1):
        if cell.role is Role.TEXT:
            section = None if begun else _SECTION.search(cell.text)
            begun = begun or section is not None
            if begun:
                yield number, cell.text[section.start() :] if section else cell.text


def _introduction(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Give the texts before a lesson's first section."""
    for number, cell in enumerate(cells, start=1):
        if cell.role is Role.TEXT:
            section = _SECTION.search(cell.text)
            yield number, cell.text[: section.start()] if section else cell.text
            if section:
                return


def _bold(text: str) -> Iterator[str]:
    """List the bold texts that may be terms: no labels as in `**Time:** an hour`, no menus, no code."""
    text = _TASK.split(text)[0]  # a task stresses what it asks for
    for match in _BOLD.finditer(_CODE.sub(lambda code: code[0].replace("**", ""), text)):
        bold = " ".join(match[1].split())
        if bold[-1] not in ":.?!…" and "→" not in bold:
            yield bold.strip("`").lower()


def _prose(text: str) -> str:
    """Give a cell's words, without code, formulas, links and headings, in lower case."""
    words = _NO_PROSE.sub(" ", text)
    return " ".join(line for line in words.lower().splitlines() if not line.startswith("#"))


def _uses(prose: str, term: Term) -> bool:
    either = "|".join(re.escape(spelling).replace(r"\ ", r"[\s-]+") for spelling in term.spellings)
    return re.search(rf"(?<![\w-])(?:{either})(?![\w-])", prose) is not None


def page(root: Path) -> str:
    """Write the glossary's page.

    Args:
        root: Top folder of the course.

    Returns:
        The page's text.

    Raises:
        CourseError: Lessons and glossary do not agree: all that is wrong is said.
    """
    glossary = read_glossary(root)
    found, problems = places(root, glossary)
    if problems:
        raise CourseError("\n".join(["the glossary and the lessons do not agree:", *problems]))
    lines = [_INTRODUCTION, "| term | meaning | introduced in | Keras | Korean |", "|---|---|---|---|---|"]
    for term in sorted(glossary.terms, key=lambda term: term.name.lower()):
        place = found[term.name]
        link = f"[{place.lesson}, cell {place.cell}](../solutions/{place.lesson}/{place.lesson}.ipynb)"
        row = (f"**{term.name}**", term.meaning, link, term.keras or "–", term.korean or "–")
        lines.append("| " + " | ".join(each.replace("|", "\\|") for each in row) + " |")
    return "\n".join(lines) + "\n"
