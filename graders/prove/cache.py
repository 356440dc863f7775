"""Results kept by content: an answer is run again only when something that it depends on has changed."""

import hashlib
import importlib.metadata
import json
import platform
import re
import zlib
from dataclasses import asdict, dataclass
from functools import cache as once
from pathlib import Path

import coursework
import graders
from graders.build.layout import Lesson
from graders.criteria.bar import Score
from graders.criteria.verdict import Status, Verdict
from graders.evidence import request
from graders.prove.material import Stage, Try
from graders.prove.mutants import normal
from graders.prove.rehearsal import Ran

PACKAGE = Path(graders.__file__).parent
_VERSIONS = ("keras", "tensorflow", "numpy", "pandas", "scikit-learn")
_DOCUMENT_AT_MOST = 8_000_000
"""Bytes of evidence that are kept; what is larger is taken again."""
_ALWAYS = ("criteria", "evidence")
"""Packages of which any module may have a part in any verdict."""
_IMPORTED = re.compile(
    r"^\s*(?:from|import) +graders\.(lessons|vocabulary)\b(?:\.(\w+))?(?: import (.+))?", re.MULTILINE
)


@dataclass(frozen=True)
class Result:
    """What came of one answer.

    Args:
        verdict: The verdict.
        error: What the answer raised; may be empty.
        stopped: Why it was stopped; may be empty.
        evidence: Digest of the evidence document.
        scores: Scores of trained models that were held against a bar.
    """

    verdict: Verdict
    error: str = ""
    stopped: str = ""
    evidence: str = ""
    scores: tuple[Score, ...] = ()


class Cache:
    """The kept results of one exercise.

    Args:
        folder: Where results are kept.
        basis: Digest of all that an answer's result depends on besides the answer.
        stage: The exercise.
    """

    def __init__(self, folder: Path, basis: str, stage: Stage) -> None:
        self._path = folder / stage.exercise.lesson / f"{stage.exercise.name}.json"
        self._basis = basis
        self._kept: dict[str, dict] = {}
        self._used: set[str] = set()
        if self._path.is_file():
            try:
                told = json.loads(self._path.read_text(encoding="utf-8"))
            except ValueError:
                told = {}  # half a file, from a run that was stopped
            if told.get("basis") == basis:
                self._kept = told["results"]

    def get(self, tried: Try, seed: int | None = None) -> Result | None:
        """Give the kept result of an answer, or None."""
        key = _key(tried, seed)
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._used.add(key)
        scores = tuple(Score(**score) for score in kept["scores"])
        return Result(**{**kept, "verdict": Verdict.from_dict(kept["verdict"]), "scores": scores})

    def put(self, tried: Try, seed: int | None, result: Result) -> None:
        """Keep a result, unless running the answer again could give another."""
        if result.stopped or any(one.status is Status.UNJUDGED for one in result.verdict.judgements):
            return
        key = _key(tried, seed)
        self._used.add(key)
        self._kept[key] = {**asdict(result), "verdict": result.verdict.to_dict()}

    def save(self) -> None:
        """Write what was used in this run; the rest is of answers that are no more."""
        kept = {key: self._kept[key] for key in sorted(self._used)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_suffix(".part")
        half.write_text(json.dumps({"basis": self._basis, "results": kept}), encoding="utf-8")
        half.replace(self._path)


class Documents:
    """Evidence of an exercise's answers, so that a changed check judges it without an answer being run again.

    Args:
        folder: Where results are kept.
        basis: Digest of all that the evidence depends on besides the answer.
        stage: The exercise.
    """

    def __init__(self, folder: Path, basis: str, stage: Stage) -> None:
        self._folder = folder / stage.exercise.lesson / stage.exercise.name
        self._basis = basis
        self._used: set[str] = set()

    def get(self, tried: Try, seed: int | None) -> Ran | None:
        """Give what came of running an answer, or None."""
        path = self._path(tried, seed)
        try:
            head, _, document = zlib.decompress(path.read_bytes()).partition(b"\n")
            told = json.loads(head)
            ran = Ran(document if told["document"] else None, told["error"], "")
        except (OSError, zlib.error, ValueError, KeyError):
            return None  # never run, or half a file from a run that was stopped
        self._used.add(path.name)
        return ran

    def put(self, tried: Try, seed: int | None, ran: Ran) -> None:
        """Keep what came of running an answer, unless it was stopped or has more to be asked."""
        if ran.stopped or ran.ask is not None or len(ran.document or b"") > _DOCUMENT_AT_MOST:
            return
        head = json.dumps({"document": ran.document is not None, "error": ran.error})
        path = self._path(tried, seed)
        self._used.add(path.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.write_bytes(zlib.compress(head.encode() + b"\n" + (ran.document or b""), level=1))
        half.replace(path)

    def keep(self, tried: Try, seed: int | None) -> None:
        """Leave what came of running an answer for a later run; in this one its verdict was there already."""
        self._used.add(self._path(tried, seed).name)

    def tidy(self) -> None:
        """Delete what this run neither used nor kept."""
        for path in self._folder.glob("*"):
            if path.name not in self._used:
                path.unlink()

    def _path(self, tried: Try, seed: int | None) -> Path:
        return self._folder / digest(self._basis, tried.source, "" if seed is None else str(seed))


def evidence_basis(lesson: Lesson, stages: list[Stage], at: int) -> str:
    """Give a digest of all that the evidence of one exercise's answers depends on besides the answers.

    Args:
        lesson: The lesson.
        stages: Its exercises.
        at: Which of them.

    Returns:
        The digest.
    """
    worked = [cell.text for stage in stages[: at + 1] for cell in stage.before]
    asked = json.dumps(request(stages[at].exercise.evidence), sort_keys=True, default=repr)
    capture = [_code(path) for path in _beside_learners_code()]
    return digest(*worked, "", asked, *capture, _data(lesson), *versions())


def basis(lesson: Lesson, stages: list[Stage], at: int) -> str:
    """Give a digest of all that the results of one exercise depend on besides the answers.

    Args:
        lesson: The lesson.
        stages: Its exercises.
        at: Which of them.

    Returns:
        The digest.
    """
    worked = [cell.text for stage in stages[: at + 1] for cell in stage.before]
    return digest(*worked, "", *sources(lesson), *versions())


def versions() -> list[str]:
    """Give the versions of the packages that results depend on, and Python's."""
    return [
        *(f"{name} {importlib.metadata.version(name)}" for name in _VERSIONS),
        platform.python_version(),
    ]


def sources(lesson: Lesson) -> list[str]:
    """Give what the results of a lesson depend on besides its worked cells: checks, code and data.

    Args:
        lesson: The lesson.

    Returns:
        The texts, without comments and layout where they are code.
    """
    checks = PACKAGE / "lessons" / f"lesson_{lesson.name}.py"
    return [*map(_code, _reached(checks)), *_shared_code(), _data(lesson)]


def _data(lesson: Lesson) -> str:
    manifest = lesson.root / "data" / "manifest.json"
    return manifest.read_text(encoding="utf-8") if manifest.is_file() else ""


def _reached(checks: Path) -> list[Path]:
    """Give a lesson's checks and what they import of `graders.lessons` and `graders.vocabulary`, in turn."""
    waiting, found = [checks], list[Path]()
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.append(path)
        for package, module, names in _IMPORTED.findall(path.read_text(encoding="utf-8")):
            folder = PACKAGE / package
            modules = [module] if module else ["__init__", *re.findall(r"\w+", names)]
            waiting += [folder / f"{name}.py" for name in modules]
    return sorted(found)


@once
def _shared_code() -> tuple[str, ...]:
    folders = [PACKAGE / folder for folder in _ALWAYS]
    judging = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return tuple(map(_code, [*_beside_learners_code(), *judging]))


def _beside_learners_code() -> list[Path]:
    """Give what tries an answer and takes its evidence down."""
    package = Path(coursework.__file__).parent
    return [*sorted((package / "evidence").glob("*.py")), package / "rehearsal.py"]


def _code(path: Path) -> str:
    return normal(path.read_text(encoding="utf-8"))


def digest(*parts: str | bytes) -> str:
    """Give a short digest of some texts.

    Args:
        parts: Texts or bytes.

    Returns:
        Sixteen hexadecimal digits.
    """
    made = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()[:16]


def _key(tried: Try, seed: int | None) -> str:
    return digest(tried.source, "stub" if tried.group == "stub" else "", "" if seed is None else str(seed))
