"""What hostile kernels send: `python hostile_evidence.py FOLDER < JSON`, in the environment of a service.

The JSON has `requests`, what each exercise needs, and `attacks`, each with the cells of a notebook. Every
attack runs in a sandboxed kernel of its own, in which evidence is taken as at a desk: after each cell, in the
kernel itself. What `tests/evidence` has of odd objects, lying models, gadgets, damaged documents and files
becomes documents too. All go to FOLDER; `attack.json` and `made.json` there list collection, name, exercise
and file of each. Where there is no sandbox, no attack runs, and a file `no_sandbox` says why.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from graders.kernels import Sandbox, SandboxUnavailable
from graders.kernels.client import spawn
from graders.kernels.environment import ONE_THREAD
from graders.pipeline.candidate import Candidate

SETUP = "import os\nimport sys\nimport keras\nten = 10"
"""The attacked lesson's first cell."""
AT_ONCE = 4
"""Kernels at a time; some of them only wait."""
SECONDS, GRACE = 12.0, 2.0
"""How long a cell may take, and then how long it may go on after an interrupt."""
_TAKING = 2.0
_MOST = 2**26
_LOOK = """
import json, os
import coursework.evidence
from coursework.desk import taking
from IPython import get_ipython

shell, place, began = get_ipython(), os.getcwd(), []

def look(result):
    if not began:  # the cell that this stands in
        began.append(True)
        return
    # Whoever replaces what takes evidence before the desk is first used has replaced the desk's.
    taking.capture = coursework.evidence.capture
    for exercise, request in requests.items():
        try:
            document = taking.take(shell.user_ns, request, seconds)
            with open(os.path.join(place, exercise), "wb") as file:
                file.write(document)
        except Exception:
            pass  # at a desk a sentence takes the verdict's place, and nothing is sent

shell.events.register("post_run_cell", look)
"""
"""Takes evidence after each cell, as the hook of the desk does, and keeps the last."""


def ran(cells: list[str], requests: dict[str, Any]) -> dict[str, bytes]:
    """Run an attack's cells; give what its kernel would send, by exercise."""
    sandbox = Sandbox(
        env=ONE_THREAD,
        memory=1500 * 2**20,
        processes=150,
        work_bytes=64 * 2**20,
        cpu_seconds=30,
        wall_seconds=30,
    )
    names = f"{{'requests': __import__('json').loads({json.dumps(requests)!r}), 'seconds': {_TAKING}}}"
    begin = f"__import__('builtins').exec({_LOOK!r}, {names})"
    with Candidate("coursework-candidate", cwd="/", options={"sandbox": sandbox}, grace=GRACE) as candidate:
        for source in (f"{SETUP}\n{begin}", *cells):
            if candidate.run(source, SECONDS).candidate_lost:
                break
        results = candidate._manager.provisioner
        found = {name: size for name, size in results.list_files() if name in requests}
        return {name: results.read_file(name, _MOST) for name, size in found.items() if size}


def write_made(folder: str, requests: dict[str, Any]) -> None:
    """Write documents of what `tests/evidence` has; called in a process that has imported Keras.

    Args:
        folder: Where they go, with an index of them.
        requests: What each exercise needs.
    """
    os.chdir(folder)
    keep = Keep(Path(folder), "made")
    for (collection, name), (exercise, document) in made(requests):
        keep(collection, name, exercise, document)
    keep.close()


def made(requests):
    """Give documents: collection and name, then the exercise and the bytes."""
    from hostile_documents import whole as whole_evidence
    from hostile_documents import with_lambda
    from hostile_files import ABSURD_PNG, BROKEN, HDF5, archive_bomb, hdf5
    from hostile_models import (
        GADGETS,
        TOO_MUCH,
        archived,
        document,
        endless_layers,
        hostile_compile_state,
        model_in_itself,
    )
    from hostile_objects import LYING, ODD
    from malformed import DEEP, DEPTHS, FORGED, damaged, deep, forge, mutants

    from coursework.evidence import capture

    def taken(exercise, names):
        return exercise, capture(names, requests[exercise])

    for name, make in {**ODD, **LYING}.items():
        everything = {each: make() for each in requests["anything"]["evidence"]}
        yield ("odd objects", name), taken("anything", {**everything, "call": lambda *_, make=make: make()})
        inside = {"value": {"part": make(), "list": [make()]}}
        yield ("odd objects", f"{name}, inside"), taken("anything", inside)
    for name, make in ODD.items():
        yield ("odd objects", f"{name}, alone"), taken("halve", {"half": make()})
        yield ("odd objects", f"{name}, given back"), taken("triple", {"triple": lambda _, make=make: make()})
    for name, make in LYING.items():
        yield ("lying models", name), taken("adder", {"adder": make()})
    for name, entry in GADGETS.items():
        yield ("hostile configurations", name), ("adder", document(entry, name="adder"))
    for name, entries in TOO_MUCH.items():
        yield ("hostile configurations", name), ("adder", document(*entries, name="adder"))
    yield ("hostile configurations", "endless layers"), ("adder", endless_layers("adder"))
    yield ("hostile configurations", "a model in itself"), ("adder", model_in_itself("adder"))
    good, asks = whole_evidence(), capture({"model": with_lambda()}, requests["anything"])
    for name, change in FORGED.items():
        yield ("forged documents", name), ("anything", forge(asks, change))
    for place in DEEP:
        for depth in DEPTHS:
            yield ("forged documents", f"{place}, {depth} deep"), ("anything", deep(good, place, depth))
    for number, changed in enumerate(mutants(good, 60, seed=20)):
        yield ("damaged documents", f"mutant {number}"), ("anything", changed)
    for number, changed in enumerate(damaged(good, 40, seed=21)):
        yield ("damaged documents", f"damaged {number}"), ("anything", changed)
    files = {
        f"broken {at}, {kind}": (kind, data) for at, data in enumerate(BROKEN) for kind in ("keras", "h5")
    }
    files |= {fill.__name__: ("h5", hdf5(fill, Path("made.h5"))) for fill in HDF5}
    files |= {f"{gadget} in an archive": ("keras", archived(gadget)) for gadget in GADGETS}
    files["an archive's state of compile"] = "keras", hostile_compile_state()
    files["an archive that unpacks to 600 MB"] = "keras", archive_bomb()
    files["a picture of absurd size"] = "png", ABSURD_PNG
    for name, (kind, data) in files.items():
        path = Path("sent.weights.h5" if kind == "h5" else f"sent.{kind}")
        path.write_bytes(data)
        yield ("hostile files", name), taken("opened", {})
        path.unlink()


class Keep:
    """Writes documents into a folder, and an index of them.

    Args:
        folder: The folder.
        name: What their files' names begin with.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._index: list[tuple[str, str, str, str]] = []

    def __call__(self, collection: str, name: str, exercise: str, document: bytes) -> None:
        file = f"{self._name}-{len(self._index)}"
        (self._folder / file).write_bytes(document)
        self._index.append((collection, name, exercise, file))

    def close(self) -> None:
        """Write the index."""
        (self._folder / f"{self._name}.json").write_text(json.dumps(self._index), encoding="utf-8")


def main() -> None:
    """Write everything."""
    told, folder = json.load(sys.stdin), Path(sys.argv[1])
    requests, attacks = told["requests"], told["attacks"]
    arguments, errors = {"folder": str(folder), "requests": requests}, {2: sys.stderr.fileno()}
    with (
        spawn("hostile_evidence:write_made", arguments, fds=errors) as child,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        few = {name: requests[name] for name in told["attacked"]}
        keep = Keep(folder, "attack")
        try:
            for attack, found in zip(
                attacks, pool.map(lambda cells: ran(cells, few), attacks.values()), strict=True
            ):
                for exercise, document in found.items():
                    keep("attacks", attack, exercise, document)
        except SandboxUnavailable as why:
            (folder / "no_sandbox").write_text(str(why), encoding="utf-8")
        keep.close()
        if code := child.wait(300):
            raise SystemExit(f"the process that makes documents ended with {code}")


if __name__ == "__main__":
    main()
