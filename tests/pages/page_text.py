"""What a page asks its reader to do: its console blocks, and the files that its reader makes.

A page shows commands in fenced blocks of the language `console`. A line `$ command` is typed as it stands,
with the comment at its end; a command that ends in a backslash goes on in the next line. What stands below a
command is all that it prints, on both its streams; `…` or `...` in such a line stands for any text,
and alone on a line for any number of lines. Where nothing stands, only the exit status 0 is promised.

An HTML comment in the line above the fence says what is different about a block:

`<!-- run: no, REASON -->`
    It is not run: a browser, a second machine, conda is needed.
`<!-- run: exit N -->`
    Its last command ends with exit status N.
`<!-- run: serves -->`
    Its last command prints an address of this machine, which answers until the command is ended.
`<!-- run: in bundle -->`
    The block is run in a fresh bundle, not in the clone that the page is about.

Other languages are shown and not run, but for a block of Python or TOML that begins with `# file: PATH`: the
reader writes that file, below the course's folder. Nothing else may hold commands: a block of `sh`, `bash` or
`shell`, a prompt in another block, and text that is set in by four spaces are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath


class PageError(Exception):
    """A page that cannot be run as it stands; the sentence says which line and what to write."""


class Place(Enum):
    """Where a block is run."""

    CLONE = "clone"
    BUNDLE = "bundle"


@dataclass(frozen=True)
class Command:
    """One line that the reader types.

    Attributes:
        text: The line, as bash reads it.
        line: Its number in the page, from 1.
        expected: The lines that it prints, or None where the page promises none.
        status: The exit status that it ends with.
        serves: It goes on, and the address that it prints answers.
    """

    text: str
    line: int
    expected: tuple[str, ...] | None = None
    status: int = 0
    serves: bool = False


@dataclass(frozen=True)
class Console:
    """A console block: its commands, where they are run, and why they are not when they are not."""

    line: int
    commands: tuple[Command, ...]
    place: Place
    not_run: str = ""


@dataclass(frozen=True)
class File:
    """A file that the reader writes."""

    line: int
    path: PurePosixPath
    text: str


@dataclass
class _Marker:
    not_run: str = ""
    status: int = 0
    serves: bool = False
    place: Place | None = None


@dataclass
class _Fence:
    language: str
    line: int
    marker: tuple[int, str] | None
    lines: list[str] = field(default_factory=list)


_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})\s*(?P<language>\w*)\s*$")
_MARKER = re.compile(r"^\s*<!--\s*run\b:?\s*(?P<words>.*?)\s*-->\s*$")
_FILE = re.compile(r"^# file: (\S+)$")
_LIST = re.compile(r"^\s*([-*+]|\d+[.)])\s")
_SHELLS = {"sh", "bash", "shell", "zsh", "shellsession"}


def read_page(text: str, place: Place = Place.CLONE) -> list[Console | File]:
    """Read what a page asks its reader to do, in order.

    Args:
        text: The page, in Markdown.
        place: Where its blocks are run when they do not say it.

    Returns:
        Its console blocks and the files to write.

    Raises:
        PageError: A marker is unknown or stands above nothing, or commands stand where they would not be run.
    """
    steps: list[Console | File] = []
    for fence in _fences(text):
        if fence.language == "console":
            steps.append(_console(fence, place))
            continue
        if fence.marker:
            raise PageError(
                f"line {fence.marker[0]}: a `run:` marker stands above a block that is no console block."
            )
        if fence.language in _SHELLS:
            raise PageError(
                f"line {fence.line}: a block of `{fence.language}` is not run; write ```console and `$ …`."
            )
        if any(line.startswith("$ ") for line in fence.lines):
            raise PageError(
                f"line {fence.line}: a prompt outside of a console block is not run; write ```console."
            )
        if fence.language in ("python", "toml") and fence.lines and (named := _FILE.match(fence.lines[0])):
            steps.append(File(fence.line, _below(named[1], fence.line), "\n".join([*fence.lines[1:], ""])))
    return steps


def _below(name: str, line: int) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise PageError(f"line {line}: the file {name} does not lie below the course's folder.")
    return path


def _fences(text: str) -> Iterator[_Fence]:
    """Give a page's fenced blocks; what looks like a command outside of them is refused."""
    opened: _Fence | None = None
    closing = indent = ""
    marker: tuple[int, str] | None = None
    in_list = False
    for number, line in enumerate(text.splitlines(), 1):
        if opened:
            if line.strip() == closing:
                yield opened
                opened = None
            else:
                opened.lines.append(line.removeprefix(indent))
            continue
        if fence := _FENCE.match(line):
            opened = _Fence(fence["language"], number, marker)
            closing, indent = fence["ticks"], fence["indent"]
            marker = None
            continue
        if marker:
            raise PageError(f"line {marker[0]}: a `run:` marker stands directly above a console block.")
        if found := _MARKER.match(line):
            marker = (number, found["words"])
        elif line.startswith("    ") and not in_list:
            raise PageError(
                f"line {number}: text set in by four spaces is not run; write ```console or another block."
            )
        if line.strip():
            in_list = bool(_LIST.match(line)) or (in_list and line.startswith(" "))
    if opened:
        raise PageError(f"line {opened.line}: the block has no end.")
    if marker:
        raise PageError(f"line {marker[0]}: a `run:` marker stands directly above a console block.")


def _read_marker(line: int, words: str) -> _Marker:
    kind, _, rest = words.partition(",")
    if kind.strip() == "no":
        if not rest.strip():
            raise PageError(f"line {line}: say why the block is not run: `<!-- run: no, REASON -->`.")
        return _Marker(not_run=rest.strip())
    if words == "serves":
        return _Marker(serves=True)
    if words == "in bundle":
        return _Marker(place=Place.BUNDLE)
    if status := re.fullmatch(r"exit (\d{1,3})", words):
        return _Marker(status=int(status[1]))
    raise PageError(
        f"line {line}: the marker `run: {words}` is unknown; there are `no, REASON`, `exit N`, `serves` and "
        "`in bundle`."
    )


def _console(fence: _Fence, place: Place) -> Console:
    marker = _read_marker(*fence.marker) if fence.marker else _Marker()
    typed: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(fence.lines, fence.line + 1):
        goes_on = typed and not typed[-1][2] and typed[-1][1].endswith("\\")
        if line.startswith("$ "):
            typed.append((number, line[2:].strip(), []))
        elif goes_on:
            typed[-1] = (typed[-1][0], f"{typed[-1][1]}\n{line.removeprefix('> ')}", [])
        elif typed:
            typed[-1][2].append(line.rstrip())
        else:
            raise PageError(f"line {number}: a console block begins with a command, `$ command`.")
    if not typed:
        raise PageError(f"line {fence.line}: the console block holds no command.")
    if marker.serves and typed[-1][2]:
        raise PageError(
            f"line {fence.line}: what a command prints while it serves is not compared; leave it out."
        )
    commands = [
        Command(
            text,
            number,
            expected=tuple(printed) if printed else None,
            status=marker.status if place_in_block == len(typed) else 0,
            serves=marker.serves and place_in_block == len(typed),
        )
        for place_in_block, (number, text, printed) in enumerate(typed, 1)
    ]
    return Console(fence.line, tuple(commands), marker.place or place, marker.not_run)


def says(printed: str, expected: tuple[str, ...]) -> bool:
    """Tell whether a command printed what a page promises.

    Args:
        printed: What it printed, on both streams.
        expected: The page's lines, with `…` or `...` for any text, and alone for any number of lines.

    Returns:
        Whether all of it is as promised; white space at the ends of lines and of the whole does not count.
    """
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    patterns = []
    for line in expected:
        if line.strip() in ("…", "..."):
            patterns.append(r"(?:[^\n]*\n)*")
        else:
            parts = re.split(r"…|\.\.\.", line)
            patterns.append(r"[^\n]*".join(map(re.escape, parts)) + r"\n")
    return re.fullmatch("".join(patterns), "".join(f"{line}\n" for line in lines)) is not None
