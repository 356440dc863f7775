"""Nothing that a candidate could see holds a hidden check's source or an expected value.

A canary stands in a hidden check. A candidate that does all it can searches its files, its environment, its
processes and its own memory for it; we search every message that was sent to it, and the feedback.
"""

import logging

import nbformat
from tiny_course import CANARY, LESSON, RIGHT

from graders.examiner import Examiner
from graders.pipeline.candidate import Candidate

# The word comes shifted by one, and what is searched is shifted first: so the search does not find itself.
SEARCH = """
import gc, os, sys
shifted = bytes({shifted!r})
shift = bytes((number + 1) % 256 for number in range(256))
found = []

def look(place, content):
    if shifted in content.translate(shift):
        found.append(place)

look("environment", repr(dict(os.environ)).encode())
tops = ["/work", "/home", "/root", "/tmp", "/dev/shm", "/run", "/var", "/mnt", "/opt", {root!r}, os.getcwd()]
for top in tops:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in (".venv", "site-packages", "proc", "sys")]
        for name in names:
            path = os.path.join(folder, name)
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 5_000_000:
                    look(path, open(path, "rb").read())
            except OSError:
                pass
for number in filter(str.isdigit, os.listdir("/proc")):
    for name in ("cmdline", "environ"):
        try:
            look(f"/proc/{{number}}/{{name}}", open(f"/proc/{{number}}/{{name}}", "rb").read())
        except OSError:
            pass
    try:
        regions = open(f"/proc/{{number}}/maps").read().splitlines()
        memory = open(f"/proc/{{number}}/mem", "rb", 0)
    except OSError:
        continue
    for region in regions:
        span, rights, *_ = region.split()
        start, end = (int(part, 16) for part in span.split("-"))
        if rights.startswith("rw") and end - start < 2**28:
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            look(f"/proc/{{number}}/mem {{region}}", content)
modules = sorted(name for name in sys.modules if name.startswith("graders"))
kinds = [type(thing).__name__ for thing in gc.get_objects()]
objects = [kind for kind in kinds if kind in ("Exercise", "Criterion")]
print("FOUND", found, objects, modules)
half = ten / 2
"""


def search_for(word, root):
    """Write the cell that searches for a word."""
    return SEARCH.format(shifted=[(number + 1) % 256 for number in word.encode()], root=str(root))


def test_a_sandboxed_candidate_finds_no_canary(sealed):
    sealed.hand_in("searcher", {**RIGHT, "halve": search_for(CANARY, sealed.root)})
    done = sealed.nbgrader("autograde", LESSON)
    assert done.returncode == 0, done.stderr[-3000:]
    assert sealed.scores()["searcher"] == {"halve": (3, False), "double": (2, False)}
    assert sealed.nbgrader("generate_feedback", LESSON).returncode == 0
    page = sealed.feedback("searcher")
    assert "FOUND [] []" in page.replace("&#39;", "'")
    for module in ("lessons", "criteria", "examiner", "pipeline"):
        assert f"'graders.{module}" not in page.replace("&#39;", "'")
    assert CANARY not in page


def test_the_search_finds_a_canary_that_is_there(sealed):
    folder = sealed.hand_in("planted", {**RIGHT, "halve": search_for("a word in a file", "/nowhere")}).parent
    (folder / "planted.txt").write_text("here is a word in a file", encoding="utf-8")
    assert sealed.nbgrader("autograde", LESSON, "--student", "planted").returncode == 0
    notebook = nbformat.read(
        sealed.root / "autograded" / "planted" / LESSON / f"{LESSON}.ipynb", as_version=4
    )
    shown = [output.get("text", str(output)) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any(text.startswith("FOUND [") and "planted.txt" in text for text in shown), shown


def test_no_message_to_a_candidate_holds_hidden_code(graded, monkeypatch, tmp_path):
    """Every byte of every request of a whole run, through the client that sends them."""
    from jupyter_client.session import Session

    sent = []
    serialize = Session.serialize

    def record(self, message, ident=None):
        frames = serialize(self, message, ident)
        sent.append(b"".join(frames))
        return frames

    monkeypatch.setattr(Session, "serialize", record)
    monkeypatch.setenv("PYTHONPATH", str(graded.root))
    from traitlets.config import Config

    from graders.pipeline.inprocess import SubmittedCell
    from graders.pipeline.master import read_master
    from graders.pipeline.merge import merge
    from graders.pipeline.run import SubmissionRun

    master = read_master(graded.root / "solutions" / LESSON / f"{LESSON}.ipynb", Config())
    cells = [
        SubmittedCell(
            cell.cell_type, cell.source, cell.id, cell.metadata.get("nbgrader", {}).get("grade_id", "")
        )
        for cell in master.cells
    ]
    for cell in cells:
        cell.source = RIGHT.get(cell.grade_id.removesuffix("-solution"), cell.source)
    with Examiner(preload=(), log=logging.getLogger("test")) as examiner:
        verdicts = SubmissionRun(
            merge(master, cells).notebook,
            LESSON,
            examiner.describe(LESSON),
            examiner,
            lambda: Candidate("python3", cwd=str(tmp_path)),
        ).go()
    assert sum(verdict.points for verdict in verdicts.values()) == 5
    everything = b"\n".join(sent)
    assert b"half = ten / 2" in everything
    assert b"replace the dots with half of ten" in everything
    for hidden in (
        CANARY,
        "Half of ten",
        "half_of_ten",
        "Divide by two",
        "HIDDEN",
        "graders.pipeline",
    ):
        assert hidden.encode() not in everything, hidden
