"""A class on a JupyterHub, from login to feedback, as its people see it; nobody sees what is not theirs.

Runs `deploy/jupyterhub` on loopback; see `hub_machine`. SHOTS names a folder for six pictures.
"""

import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from conftest import CHROMIUM, FLAGS
from hub_machine import HUB, LEARNERS, PASSWORD, ROOT, TEACHER, HubMachine, separated
from wants import wants

LESSON, EXERCISE = "00_start_here", "make_negative"
WRONG = "negative = -picture"
SEES = """
import json, os, socket

def reached(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True

print("SEES", json.dumps({
    "gradebook": os.path.exists(os.path.join(COURSE, "gradebook.db")),
    "checks": os.path.exists(os.path.join(COURSE, "graders", "lessons")),
    "others": sum(name.isdigit() for name in os.listdir("/proc")) > 1,
    "hub": reached(PORT),
}))
"""
"""Tells what a kernel sees of its machine: a sealed one sees nothing, and the teacher's everything."""
PARENT = """
import json, os, pathlib
parent = pathlib.Path("/proc", str(os.getppid()))
words = (parent / "cmdline").read_text().split("\\0")
status = dict(line.split(":", 1) for line in (parent / "status").read_text().splitlines())
print(json.dumps({"words": words, "uids": [int(status["Uid"].split()[0]), os.getuid()]}))
"""
"""Tells what a kernel was started by."""
MISSED = "Every gray turned into its opposite"
"""A criterion, by which the hidden check of the exercise is known wherever it is found."""
HEADING = "Small numbers that overflow"
PATIENCE = 600_000
"""Milliseconds that each step may take, on a busy machine too."""
SHOTS = os.environ.get("SHOTS")

pytestmark = wants(
    ""
    if separated()
    else "a hub starts everybody's server under their own account, which takes the superuser: "
    "nothing of the hub was tried"
)


@pytest.fixture(scope="module")
def hub():
    assert (HUB / "python" / "jupyterhub").is_dir(), "run `make test-browser`, which installs JupyterHub"
    machine = HubMachine(LESSON)
    try:
        machine.make()
        machine.start()
        yield machine
    finally:
        machine.stop()


@pytest.fixture(scope="module")
def people(playwright, hub):
    """Everybody's browser, logged in when first asked for: name → JupyterLab's page."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
    pages = {}

    def page_of(name):
        if name not in pages:
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(PATIENCE)
            pages[name] = context.new_page()
            log_in(pages[name], hub, name)
        return pages[name]

    yield page_of
    chromium.close()


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS, f"{name}.png")))


def log_in(page, hub, name):
    page.goto(f"{hub.address}/hub/login")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    if name == LEARNERS[0]:
        shoot(page, "hub_1_login")
    page.click("input[type=submit]")
    page.wait_for_url("**/lab**")
    page.wait_for_function("() => window.jupyterapp && window.jupyterapp.restored.then(() => true)")


def open_list(page):
    """Open nbgrader's list of assignments from its menu."""
    page.click(".lm-MenuBar-itemLabel:has-text('Nbgrader')")
    page.click(".lm-Menu-itemLabel:has-text('Assignment List')")


def answer_and_run_all(page, answer):
    """Put an answer into the open lesson, run all of its cells, and save it."""
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    # Cells that are sent before the notebook's session stands are dropped without a word.
    found = page.evaluate(
        """async ([id, answer]) => {
            const { commands, shell } = window.jupyterapp;
            await shell.currentWidget.sessionContext.ready;
            const cells = [...shell.currentWidget.content.model.cells].filter(cell => cell.id === id);
            cells.forEach(cell => cell.sharedModel.setSource(answer));
            void commands.execute('notebook:run-all-cells');
            return cells.length;
        }""",
        [f"{EXERCISE}-solution", answer],
    )
    assert found == 1


RUN = """
            let printed = '';
            const future = kernel.requestExecute({ code, store_history: false });
            future.onIOPub = message => {
                printed += message.content.text || (message.content.traceback || []).join('\\n');
            };
            await future.done;
"""


def run(page, code):
    """Run code in a new kernel of somebody's server, and give what it printed."""
    return page.evaluate(
        f"""async code => {{
            const kernel = await window.jupyterapp.serviceManager.kernels.startNew({{ name: 'python3' }});
            {RUN}
            await kernel.shutdown();
            return printed;
        }}""",
        code,
    )


def run_in_lesson(page, code):
    """Run code in the kernel of the open lesson, and give what it printed."""
    return page.evaluate(
        f"""async code => {{
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            {RUN}
            return printed;
        }}""",
        code,
    )


def sees(hub):
    """Give code that tells what a kernel sees of the hub's machine."""
    return f"COURSE, PORT = {str(hub.course)!r}, {hub.ports[0]}\n{SEES}"


def seen(text):
    """Read what such code told; the last time counts."""
    return json.loads(text.rpartition("SEES ")[2].partition("\n")[0])


def formgrader(page, hub, click, done):
    """Click a symbol in the row of the lesson in Formgrader, and read what it says then."""
    page.click(click)
    page.wait_for_selector(".modal.in")
    said = page.inner_text(".modal.in")
    assert done in said
    page.click(".modal.in .btn")
    page.wait_for_selector(".modal", state="detached")
    return said


def printed_by_answer(hub):
    """Read what the learner's answer printed when it was graded."""
    graded = hub.course / "autograded" / LEARNERS[0] / LESSON / f"{LESSON}.ipynb"
    cells = nbformat.read(graded, as_version=4).cells
    (cell,) = [
        each for each in cells if each.metadata.get("nbgrader", {}).get("grade_id") == f"{EXERCISE}-solution"
    ]
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


@pytest.fixture(scope="module")
def class_walk(hub, people):
    """A learner's way from the list of assignments to feedback, and the teacher's part in it."""
    teacher = people(TEACHER)
    grading = teacher.context.new_page()
    grading.goto(f"{hub.address}/user/{TEACHER}/formgrader")
    formgrader(grading, hub, "td.assign a", "Successfully created the student version")
    formgrader(grading, hub, "td.release a", "Successfully released")

    learner = people(LEARNERS[0])
    open_list(learner)
    learner.click("#released_assignments_list button:has-text('Fetch')")
    learner.click("#fetched_assignments_list a.assignment-notebooks-link")
    learner.wait_for_selector("#fetched_assignments_list .nested_list_item a")
    shoot(learner, "hub_2_list")
    learner.click("#fetched_assignments_list .nested_list_item a")
    answer_and_run_all(learner, f"{WRONG}\n{sees(hub)}")
    verdict = learner.locator(f"table:has-text('{MISSED}')").first
    verdict.wait_for()
    learner.locator(f"a:has-text('{HEADING}')").first.scroll_into_view_if_needed()
    shoot(learner, "hub_3_verdict")
    told = {"verdict": verdict.inner_text(), "parent": json.loads(run_in_lesson(learner, PARENT))}

    learner.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    open_list(learner)
    learner.click("#fetched_assignments_list button:has-text('Submit')")
    learner.wait_for_selector("#submitted_assignments_list .nested_list_item")
    shoot(learner, "hub_4_submitted")

    grading.reload()
    formgrader(grading, hub, "td.collect a", f"Collecting submission: {LEARNERS[0]} {LESSON}")
    grading.goto(f"{hub.address}/user/{TEACHER}/formgrader/manage_submissions/{LESSON}")
    told["graded"] = formgrader(grading, hub, "td.autograde a", "Success")
    shoot(grading, "hub_5_formgrader")
    told["sealed"] = seen(printed_by_answer(hub))
    told["teacher"] = seen(run(teacher, sees(hub)))
    told["row"] = grading.inner_text(f"tr:has-text('{LEARNERS[0]}')")
    grading.goto(f"{hub.address}/user/{TEACHER}/formgrader/manage_assignments")
    formgrader(grading, hub, "td.generate-feedback a", "Successfully generated feedback")
    formgrader(grading, hub, "td.release-feedback a", "Successfully released feedback")

    learner.click("#submitted_assignments_list button:has-text('Fetch Feedback')")
    learner.click("#submitted_assignments_list a:has-text('view feedback')")
    learner.locator(f".jp-DirListing-item:has-text('{LESSON}.html')").dblclick()
    page = learner.frame_locator(".jp-HTMLViewer iframe")
    page.locator(f"text={MISSED}").first.wait_for()
    page.locator(f"text={MISSED}").first.scroll_into_view_if_needed()
    shoot(learner, "hub_6_feedback")
    told["feedback"] = page.locator("body").inner_text()
    return told


def test_a_learner_sees_the_verdict_of_the_class_s_service(hub, class_walk):
    assert "✘ missed" in class_walk["verdict"] and "✔ met" in class_walk["verdict"]
    assert re.search(r"200 POST /services/checks/api/check", hub.log)


def test_the_lesson_runs_in_a_warm_kernel_of_the_learner_s_own(hub, class_walk):
    parent = class_walk["parent"]
    assert "--path" in parent["words"], parent["words"]
    assert any("graders.kernels.forkserver" in word for word in parent["words"])
    assert parent["uids"] == [hub.home(LEARNERS[0]).stat().st_uid] * 2


def test_the_teacher_grades_what_was_submitted_in_a_sandbox(class_walk):
    assert "graded" in class_walk["row"] and "1 / 3" in class_walk["row"]
    assert "WITHOUT a sandbox" not in class_walk["graded"]
    # The same questions, put by the answer while it was graded, and by a kernel of the account that graded.
    everything = ("gradebook", "checks", "others", "hub")
    assert class_walk["teacher"] == dict.fromkeys(everything, True)
    assert class_walk["sealed"] == dict.fromkeys(everything, False)


def test_the_learner_reads_what_the_teacher_released(class_walk):
    assert HEADING in class_walk["feedback"]
    assert re.search(r"\b1 (of|/) 3\b", class_walk["feedback"])


PROBE = """
import importlib.util, json, os, pathlib, subprocess

def tried(what):
    try:
        return what()
    except OSError as error:
        return type(error).__name__

def environments():
    readable = set()
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            (process / "environ").read_bytes()
            readable.add(process.stat().st_uid)
        except OSError:
            pass
    return sorted(readable)

def ports(uid):
    rows = [line.split() for line in open("/proc/net/tcp").read().splitlines()[1:]]
    return sum(row[3] == "0A" and int(row[7]) == uid for row in rows)

def found(word):
    "The files that may be read and hold a word; what is installed beside the course is left out."
    command = ["grep", "--recursive", "--files-with-matches", "--no-messages", "--fixed-strings"]
    command += ["--exclude-dir=packages", "--exclude-dir=hub", word, *WHERE]
    return subprocess.run(command, capture_output=True, text=True).stdout.split()

def listed(path):
    return tried(lambda: sorted(os.listdir(path)))

def written(path):
    return tried(lambda: pathlib.Path(path, "written").write_text("x"))

print(json.dumps({
    "uid": os.getuid(),
    "environments": environments(),
    "ports": ports(OTHER),
    "found": found(WORD),
    "checks": importlib.util.find_spec("graders.lessons") is not None,
    "listed": {path: listed(path) for path in CLOSED},
    "written": {path: written(path) for path in READ_ONLY},
}))
"""


def test_a_learner_sees_neither_anothers_work_nor_the_checks(hub, people, class_walk):
    other, exchange = hub.home(LEARNERS[0]), hub.exchange / "keras_coursework"
    closed = [other, hub.course, hub.folder / "state", exchange / "inbound", exchange / "feedback"]
    read_only = [hub.bundle, hub.bundle / "data", hub.deploy, exchange, exchange / "outbound" / LESSON]
    # On a machine of its own all would be searched; here, all but other people's checkouts of the course.
    where = [hub.folder.parent, ROOT, "/etc", "/home", "/mnt", "/opt", "/srv", "/var"]
    probe = (
        f"OTHER, WORD = {other.stat().st_uid}, {MISSED!r}\n"
        f"CLOSED, READ_ONLY = {[str(path) for path in closed]}, {[str(path) for path in read_only]}\n"
        f"WHERE = {[str(path) for path in where]}\n{PROBE}"
    )
    seen, teachers = (json.loads(run(people(name), probe)) for name in (LEARNERS[1], TEACHER))
    assert seen["uid"] == hub.home(LEARNERS[1]).stat().st_uid
    assert seen["environments"] == [seen["uid"]]
    # Others reach a learner's server, which asks who they are, and the entry of the kernel for what its
    # subprocesses print, which gives nothing out and takes what carries its secret. A kernel on ports has
    # five more.
    assert seen["ports"] == 2
    assert seen["found"] == []
    assert not seen["checks"]
    assert set(seen["listed"].values()) == {"PermissionError"}, seen["listed"]
    assert set(seen["written"].values()) == {"PermissionError"}, seen["written"]
    # The same search finds what the teacher has: it would have found it.
    assert any(name.endswith(f"lesson_{LESSON}.py") for name in teachers["found"])
    assert teachers["checks"]


def test_learners_have_no_tools_of_the_teachers(people):
    page = people(LEARNERS[1])
    page.click(".lm-MenuBar-itemLabel:has-text('Nbgrader')")
    entries = page.locator(".lm-Menu-itemLabel").all_inner_texts()
    page.keyboard.press("Escape")
    assert "Assignment List" in entries
    assert not [entry for entry in entries if "Formgrader" in entry]


def test_the_teacher_sees_the_class_and_a_learner_does_not(hub, people, class_walk):
    answers = {}
    for name in (TEACHER, LEARNERS[1]):
        page = people(name).context.new_page()
        answers[name] = page.goto(f"{hub.address}/services/checks/class").status, page.inner_text("body")
        page.close()
    status, said = answers[TEACHER]
    assert status == 200 and f"{LESSON}/{EXERCISE}" in said
    status, said = answers[LEARNERS[1]]
    assert status == 403 and EXERCISE not in said
