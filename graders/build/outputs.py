"""Outputs that are the same on every machine and in every run, and a word on those that are not."""

import base64
import copy
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

STABLE_TEXT = (
    # colours
    (r"\x1b\[[0-9;]*m", ""),
    # A progress bar writes over itself: the last state stays, without the time and the spaces behind it.
    (r"(?m)^.*\r(?=[^\n])", ""),
    (r"(?<=━) \d+s(?: \d+[mu]?s/(?:step|epoch))?", ""),
    (r"(?m)(?<=━)( \S.*?)? +$", r"\1"),
    # `fit(verbose=2)` says how long an epoch took.
    (r" - \d+m?s - \d+(?:\.\d+)?[mu]?s/(?:step|epoch)", ""),
    (r"(?m) - \d+m?s(?= - |$)", ""),
    # a warning says where the library stands
    (r"(?:~|/|[A-Z]:\\)[^\s\"']*?[/\\]site-packages[/\\]", "site-packages/"),
    (r"(?:~|/)[^\s\"']*?/lib/python3\.\d+/", "python/"),
    (r"/[^\s\"']*?/ipykernel_\d+/\d+\.py", "cell"),
)
"""Patterns and what to put in their place, in the stored notebook and in what is compared with it."""

_LOG_LINE = re.compile(
    r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] .*"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d.*"
    r"|[IWEF]0000 00:00:\d+.*"
    r"|WARNING: All log messages before absl::InitializeLog\(\) .*"
    r"|To enable the following instructions: .*"
    r"|WARNING:tensorflow:.*"
    r"|WARNING:absl:.*"
    r"|\[TF-.*)\n?",
    re.MULTILINE,
)
_PNG = b"\x89PNG\r\n\x1a\n"

_UNSTABLE = (
    (
        re.compile(r"\b0x[0-9a-f]{6,}\b"),
        "an address in memory",
        "show a value instead, or give the result a name",
    ),
    (
        re.compile(r"\b20\d\d-[01]\d-[0-3]\d[T _]\d\d[:h-]?\d\d"),
        "a point in time",
        "leave it out or print what stays the same",
    ),
    (
        re.compile(r"(?<![\w.:/])/(?:home|root|tmp|Users|usr|opt|var|work|mnt|private)/[\w.-]"),
        "a path of this machine",
        "print the name or a relative path",
    ),
    (re.compile(r"[A-Z]:\\\\?Users"), "a path of this machine", "print the name or a relative path"),
)
_PROGRESS = re.compile(r"\x08|\d+/\d+ \[=+>?\.*\]|\d+%\|")
_UNFINISHED = re.compile(r"(?m)^ *(?:(\d+)/(?!\1 )\d+ ━|\d+/Unknown )")


def normalise(notebook: "NotebookNode", work_folder: Path) -> None:
    """Bring the outputs of a notebook into the form in which they are stored, in place.

    TensorFlow's log lines go, texts of one stream are joined, and times and places that differ from machine
    to machine are replaced as `STABLE_TEXT` says.

    Args:
        notebook: An executed notebook.
        work_folder: The folder that it ran in.
    """
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = normalised(cell.outputs, work_folder)


def normalised(outputs: "Iterable[NotebookNode]", work_folder: Path) -> "list[NotebookNode]":
    """Bring the outputs of one cell into the form in which they are stored and compared.

    Args:
        outputs: The outputs of an executed cell; they stay as they are.
        work_folder: The folder that it ran in.

    Returns:
        The outputs in that form.
    """
    kept = _joined(copy.deepcopy(list(outputs)))
    for output in kept:
        if output.output_type == "stream" and output.name == "stderr":
            output.text = _LOG_LINE.sub("", output.text)
    kept = _joined(output for output in kept if output.output_type != "stream" or output.text)
    kept = [output for output in kept if output.output_type != "stream" or output.text.strip()]
    for output in kept:
        output.pop("transient", None)
        if output.output_type == "stream":
            output.text = stable(output.text, work_folder)
        elif output.output_type == "error":
            output.evalue = stable(output.evalue, work_folder)
            output.traceback = [stable(line, work_folder) for line in output.traceback]
        else:
            for kind, value in output.data.items():
                if kind == "image/png":
                    output.data[kind] = _plain_png(value)
                elif isinstance(value, str):
                    output.data[kind] = stable(value, work_folder)
    return kept


def _joined(outputs: "Iterable[NotebookNode]") -> "list[NotebookNode]":
    """Join the texts of one stream that follow each other: where one ends is a matter of time."""
    kept: list[NotebookNode] = []
    for output in outputs:
        if kept and output.output_type == kept[-1].output_type == "stream" and output.name == kept[-1].name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def stable(text: str, work_folder: Path) -> str:
    """Replace what differs from machine to machine and from run to run in a text.

    Args:
        text: Text of an output.
        work_folder: The folder that the notebook ran in.

    Returns:
        The text as it is stored.
    """
    text = text.replace(f"{work_folder}/", "").replace(str(work_folder), ".")
    for pattern, instead in STABLE_TEXT:
        text = re.sub(pattern, instead, text)
    return text


def texts(cell: "NotebookNode") -> Iterator[str]:
    """Give the texts of a code cell's outputs that are compared when the lesson is run again."""
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            yield output.text
        elif output.output_type == "error":
            yield output.evalue
        else:
            yield from (v for k, v in output.data.items() if k.startswith("text/") and isinstance(v, str))


def shows_picture(cell: "NotebookNode") -> bool:
    """Tell whether a code cell's outputs hold a picture."""
    return any(
        kind.startswith("image/") for output in cell.get("outputs", ()) for kind in output.get("data", ())
    )


def complaints(cell: "NotebookNode") -> Iterator[str]:
    """Say what in a code cell's outputs would differ from run to run.

    Args:
        cell: An executed cell with normalised outputs.

    Yields:
        One sentence each.
    """
    compared = not {"nbval-ignore-output", "nbval-skip"} & set(cell.metadata.get("tags", ()))
    seen = set()
    for text in texts(cell):
        if _PROGRESS.search(text):
            seen.add("The output holds a progress bar that differs from run to run: turn it off.")
        if _UNFINISHED.search(text):
            seen.add(
                "The output ends in the midst of a progress bar, and where it ends differs from run to run: "
                "pass verbose=0 or verbose=2."
            )
        for pattern, what, instead in _UNSTABLE if compared else ():
            found = pattern.search(text)
            if found:
                seen.add(
                    f"The output holds {what} ({_around(text, found)}), which differs from run to run: "
                    f"{instead}."
                )
    yield from sorted(seen)


def _around(text: str, found: re.Match) -> str:
    line = text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0].strip()
    return f"“{line if len(line) <= 70 else line[:69] + '…'}”"


def _plain_png(encoded: str) -> str:
    """Take the texts and times out of a PNG; what is drawn stays as it is."""
    data = base64.b64decode(encoded)
    if not data.startswith(_PNG):
        return encoded
    kept, position = [_PNG], len(_PNG)
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        end = position + 12 + length
        if data[position + 4 : position + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME"):
            kept.append(data[position:end])
        position = end
    return base64.b64encode(b"".join(kept)).decode()
