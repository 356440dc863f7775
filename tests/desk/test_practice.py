"""Below a check cell stands the verdict: in a real kernel, over the real socket, from the real examiner."""

import os
import signal
import sys
import threading
import time

import psutil
import pytest
from desk_notebook import SETUP

from coursework.desk.channel import examiner_folder, socket_path

PICTURE = "(pictures, labels), _ = keras.datasets.fashion_mnist.load_data()\npicture = pictures[0]"
EXERCISE = "make_negative"
NOBODY = """
import coursework.desk.hook as hook
hook.examiner_folder = lambda: None
hook._attached.channel = None  # the lesson's beginning has looked for it
"""


@pytest.fixture
def started(notebook):
    """Lesson 00 with its first cells run."""

    def start(**options):
        opened = notebook(**options)
        assert opened.run(SETUP).outputs == []
        assert opened.run(PICTURE).outputs == []
        return opened

    return start


def servers():
    """Examiners of this course's desk that run on this machine."""
    path = str(socket_path(examiner_folder()))
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if path in (process.info["cmdline"] or ()) and process.status() != psutil.STATUS_ZOMBIE
    ]


def test_a_wrong_and_a_right_answer(started):
    lesson = started()
    assert lesson.answer(EXERCISE, "negative = -picture").outputs == []
    wrong = lesson.check(EXERCISE)
    assert "AssertionError" in wrong.error
    assert "make_negative: 1 of 3 points. What is missing stands below." in wrong.text
    assert "[x] A picture of the same size: 1/1" in wrong.text
    assert "found: 0 for black, 1 for white" in wrong.text
    assert "Practice: what counts is a fresh run" in wrong.text
    assert '<a href="#Small-numbers-that-overflow">' in wrong.html
    assert "<td" in wrong.html
    lesson.answer(EXERCISE, "negative = 255 - picture")
    right = lesson.check(EXERCISE)
    assert right.error == ""
    assert "make_negative: 3 of 3 points. Well done." in right.text
    assert len(right.outputs) == 1


def test_an_untouched_answer_is_not_attempted(started):
    lesson = started()
    lesson.answer(EXERCISE, lesson.cells[f"{EXERCISE}-solution"])
    assert "not attempted yet" in lesson.check(EXERCISE).text


def test_an_answer_that_stopped_is_told_with_its_error(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = nothing_of_the_name")
    text = lesson.check(EXERCISE).text
    assert "note: Your cell stopped with NameError: name 'nothing_of_the_name' is not defined" in text
    assert "0 of 3 points" in text


def test_a_name_that_an_earlier_try_left_is_said_to_be_old(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = -picture")
    assert "set elsewhere" not in lesson.check(EXERCISE).text
    lesson.answer(EXERCISE, "negativ = 255 - picture")
    text = lesson.check(EXERCISE).text
    assert "Your answer's cell does not set `negative`: what is judged was set elsewhere" in text
    lesson.answer(EXERCISE, "negative = 255 - nothing_of_the_name")
    assert "Your cell stopped: what is judged may be what an earlier try left." in lesson.check(EXERCISE).text


SPY = """
import coursework.desk.channel
told = []
coursework.desk.channel.Channel.prepare = lambda self, *about: told.append(about)
"""


def test_an_answer_that_has_run_announces_its_check(started):
    lesson = started()
    lesson.run(SPY)
    lesson.answer(EXERCISE, "negative = 255 - picture")
    lesson.answer("no_such_exercise", "negative = 255 - picture")
    lesson.run("negative = 255 - picture")
    assert lesson.run("print(told)").printed == "[('00_start_here', 'make_negative')]\n"


def test_the_check_that_comes_next_is_announced_at_the_beginning_and_after_each_verdict(notebook):
    opened = notebook("01_sequential")
    opened.run(SETUP)
    opened.run(SPY + "coursework.desk.hook._attached._announced = ''", "spy")
    opened.run("negative = 1")
    opened.run("negative = 2")
    assert opened.run("print(told)").printed == "[('01_sequential', 'split_wardrobe')]\n"
    opened.run("told.clear()")
    assert "surest_mistake" in opened.check("surest_mistake").text
    assert opened.run("print(told)").printed == "[]\n", "it is the last one"
    assert "find_coats" in opened.check("find_coats").text
    assert opened.run("print(told)").printed == "[('01_sequential', 'surest_mistake')]\n"


def test_whoever_sends_no_cell_id_gets_nothing(started):
    lesson = started()
    lesson.run("negative = 255 - picture", None)
    check = lesson.run(lesson.cells[f"{EXERCISE}-grade"], None)
    assert (check.outputs, check.printed) == ([], "The visible check of make_negative passed.\n")


def test_a_front_end_with_ids_of_its_own_is_known_by_the_text(started):
    lesson = started()
    lesson.run("negative = 254 - picture", "vscode-notebook-cell:/lesson.ipynb#W1")
    check = lesson.run(lesson.cells[f"{EXERCISE}-grade"], "vscode-notebook-cell:/lesson.ipynb#W2")
    assert "make_negative: 1 of 3 points" in check.text


def test_a_check_of_another_edition(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = 255 - picture")
    other = lesson.run("assert negative is not ..., 'an older check'", f"{EXERCISE}-grade")
    assert "3 of 3 points" in other.text
    assert "of another edition than the course's" in other.text
    gone = lesson.run("assert negative is not ...", "no_more-grade")
    assert "The exercise no_more is not in this course's lessons" in gone.text
    assert len(gone.text.splitlines()) == 1


def test_the_kernel_holds_no_checks(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = 255 - picture")
    assert "3 of 3" in lesson.check(EXERCISE).text
    hidden = "('lessons', 'criteria', 'answers', 'examiner', 'desk', 'evidence')"
    shown = lesson.run(
        "import sys\n"
        f"[name for name in sys.modules if name.startswith('graders.') and name.split('.')[1] in {hidden}]"
    )
    assert shown.text == "[]"


def test_set_up_twice_shows_one_table(started):
    lesson = started()
    lesson.run(SETUP)
    lesson.answer(EXERCISE, "negative = 255 - picture")
    assert len(lesson.check(EXERCISE).outputs) == 1


def test_looking_at_an_answer_leaves_random_numbers_alone(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = 255 - picture")
    draw = "import random\n(random.random(), np.random.rand(), float(keras.random.normal((1,))[0]))"
    lesson.run("keras.utils.set_random_seed(3)")
    before = lesson.run(draw).text
    lesson.run("keras.utils.set_random_seed(3)")
    assert "3 of 3" in lesson.check(EXERCISE).text
    assert lesson.run(draw).text == before


def test_without_an_examiner_one_line_says_where_the_rest_is_judged(started):
    lesson = started()
    lesson.run(NOBODY)
    lesson.answer(EXERCISE, "negative = 255 - picture")
    shown = lesson.check(EXERCISE)
    assert shown.text == (
        "The visible check of make_negative ends here: its 3 points are judged when you hand in."
    )
    assert shown.error == ""


def test_without_an_examiner_it_says_what_the_grader_does_not_look_into(notebook):
    lesson = notebook("01_sequential")
    assert lesson.run(SETUP).outputs == []
    lesson.run(NOBODY)
    layers = "keras.Input((28, 28)), {}keras.layers.Flatten(), keras.layers.Dense(60), keras.layers.Dense(10)"
    shown = {}
    for name, first in (("own", "keras.layers.Lambda(lambda x: x, name='same'), "), ("plain", "")):
        lesson.answer("build_classifier", f"small_model = keras.Sequential([{layers.format(first)}])")
        shown[name] = lesson.check("build_classifier").text
    ends = "The visible check of build_classifier ends here: its 6 points are judged when you hand in."
    assert shown["plain"] == ends
    first, second = shown["own"].splitlines()
    assert first == ends
    assert second.startswith(
        "`small_model`: The grader does not look into `Lambda` called `same`, where code"
    )


def test_two_kernels_share_an_examiner_which_may_be_killed(started, progress_path):
    lessons = [started(), started()]
    for lesson in lessons:
        lesson.answer(EXERCISE, "negative = 255 - picture")
        assert "3 of 3" in lesson.check(EXERCISE).text
    (server,) = servers()
    server.kill()
    for lesson in lessons:
        assert "3 of 3" in lesson.check(EXERCISE).text
    (other,) = servers()
    assert other.pid != server.pid
    assert len(progress_path.read_text().splitlines()) == 4, "no try is lost or counted twice"


def test_the_examiner_ends_after_the_last_kernel(started):
    others = servers()  # one that another test started may have more patience
    for process in others:
        process.kill()
    psutil.wait_procs(others)
    lesson = started(COURSEWORK_DESK_IDLE_SECONDS="0.2")
    lesson.answer(EXERCISE, "negative = 255 - picture")
    assert "3 of 3" in lesson.check(EXERCISE).text
    (server,) = servers()
    examiners = server.children(recursive=True)
    lesson.close()
    gone, alive = psutil.wait_procs([server, *examiners], timeout=60)
    assert not alive
    assert not socket_path(examiner_folder()).exists()


def test_an_examiner_that_cannot_start_is_one_sentence(started):
    lesson = started(COURSEWORK_RUNTIME_DIR="/proc/nowhere")
    lesson.answer(EXERCISE, "negative = 255 - picture")
    shown = lesson.check(EXERCISE)
    assert shown.text.startswith("The examiner of this machine cannot be started (")
    assert len(shown.text.splitlines()) == 1
    assert shown.error == ""


def test_a_fault_of_the_desk_itself_is_one_sentence(started):
    lesson = started()
    lesson.run(NOBODY + "\nhook.same_code = hook.examiner_folder = None")
    shown = lesson.check(EXERCISE)
    assert shown.text.startswith("There is no verdict: the desk itself failed (TypeError")
    assert "Traceback" not in shown.printed


def test_a_full_disk_under_the_progress_file(started):
    lesson = started(COURSEWORK_PROGRESS="/dev/full")
    lesson.answer(EXERCISE, "negative = 255 - picture")
    shown = lesson.check(EXERCISE)
    assert "3 of 3 points" in shown.text
    assert "This try could not be noted in /dev/full (No space left on device)" in shown.text


def test_an_interrupt_ends_the_wait(started):
    lesson = started()
    lesson.answer(EXERCISE, "negative = 255 - picture")
    lesson.check(EXERCISE)
    (server,) = servers()
    server.suspend()
    try:
        sent = lesson.send(lesson.cells[f"{EXERCISE}-grade"], f"{EXERCISE}-grade")
        threading.Timer(4, lesson.interrupt).start()
        shown = lesson.wait(sent)
    finally:
        server.resume()
    assert shown.text == "The check was interrupted, so there is no verdict: run it again when you like."
    assert "3 of 3" in lesson.check(EXERCISE).text


def test_magics(started, progress_path):
    lesson = started()
    assert "an exercise's name: this lesson has make_negative" in lesson.run("%hint").text
    assert "There is no exercise 'halve': this lesson has make_negative." in lesson.run("%hint halve").text
    first = lesson.run("%hint make_negative").text
    assert first.startswith("Hint 1 of 2 to make_negative: What must happen to the number 0?")
    assert lesson.run("%hint make_negative").text.startswith("Hint 2 of 2")
    assert "3 to go" in lesson.run("%solution make_negative").text
    for number in (1, 1, 2):
        lesson.answer(EXERCISE, f"negative = {number} - picture")
        lesson.check(EXERCISE)
    assert "1 to go" in lesson.run("%solution make_negative").text, "the same answer twice is one try"
    third = lesson.run("%hint make_negative").text
    assert "From your last try, “White where it was black" in third
    lesson.answer(EXERCISE, "negative = 3 - picture")
    lesson.check(EXERCISE)
    shown = lesson.run("%solution make_negative").text
    assert shown.startswith("The lesson's own answer:\n")
    assert "negative = 255 - picture" in shown
    assert shown.count("Another shape: ") == 2
    overview = lesson.run("%progress")
    assert "make_negative: 1 of 3, 3 tries" in overview.text
    assert "[open] make_negative, “White where" in overview.text
    assert '<progress value="1" max="3">' in overview.html


def test_a_program_that_runs_a_magic_uses_up_no_hint(started, progress_path):
    lesson = started()
    for _ in range(2):
        assert lesson.run("%hint make_negative", None).text.startswith("Hint 1 of 2")
    assert not progress_path.exists()


def test_nobody_waits_for_a_server_that_left_its_socket_behind(started):
    for process in servers():
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    path = socket_path(examiner_folder())
    deadline = time.monotonic() + 10
    while servers() and time.monotonic() < deadline:
        time.sleep(0.1)
    path.unlink(missing_ok=True)
    path.write_text("a file in the way")
    lesson = started()
    lesson.answer(EXERCISE, "negative = 255 - picture")
    assert "3 of 3" in lesson.check(EXERCISE).text
    assert sys.platform and os.path.exists(path)
