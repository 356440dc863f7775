"""What was proved of each lesson, kept so that one lesson can be proved anew without the others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coursework.plain import Json
from graders.errors import CourseError
from graders.prove.names import Broken, NamesProof
from graders.prove.proof import Count, Margin, Proof

RECORD = Path("docs") / "proof.json"


@dataclass(frozen=True)
class Proven:
    """What was proved of one lesson.

    Args:
        made_from: Digest of what it was proved from.
        proofs: Its exercises' proofs.
        names: What it does with learners' own names.
    """

    made_from: str
    proofs: tuple[Proof, ...]
    names: tuple[NamesProof, ...]


def read_record(root: Path) -> dict[str, Proven]:
    """Read what was proved so far.

    Args:
        root: The course's top folder.

    Returns:
        What was proved of each lesson, by its name; empty when nothing was.

    Raises:
        CourseError: The file is not what `write_record` writes.
    """
    path = root / RECORD
    if not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Proven(
                str(one["made_from"]), tuple(map(_proof, one["exercises"])), tuple(map(_names, one["names"]))
            )
            for name, one in kept.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(
            f"{RECORD} cannot be read ({type(error).__name__}: {error}): delete it and run `coursework prove "
            "--write`."
        ) from error


def write_record(root: Path, proven: Mapping[str, Proven]) -> None:
    """Keep what was proved.

    Args:
        root: The course's top folder.
        proven: What was proved of each lesson, by its name.
    """
    data = {
        name: {
            "made_from": one.made_from,
            "exercises": [asdict(proof) for proof in one.proofs],
            "names": [asdict(each) for each in one.names],
        }
        for name, one in proven.items()
    }
    path = root / RECORD
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def merged(
    kept: Mapping[str, Proven], fresh: Mapping[str, Proven], course: Sequence[str]
) -> dict[str, Proven]:
    """Put what was proved now in the place of what was proved before.

    Args:
        kept: What was proved before.
        fresh: What was proved now.
        course: The names of the course's lessons, in its order.

    Returns:
        What is known of the course's lessons, in its order; a lesson that was never proved is not there.
    """
    both = {**kept, **fresh}
    return {name: both[name] for name in course if name in both}


def _proof(data: Json) -> Proof:
    counts = {name: Count(**value) for name, value in data.items() if isinstance(value, dict)}
    margins = [Margin(**margin) for margin in data["margins"]]
    return Proof(**{**data, **counts, "margins": margins})


def _names(data: Json) -> NamesProof:
    broken = tuple(Broken(**{**one, "names": tuple(one["names"])}) for one in data["broken"])
    return NamesProof(**{**data, "broken": broken})
