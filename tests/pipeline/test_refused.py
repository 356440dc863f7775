"""A limit of the sandbox at which the system refuses, and no candidate ends, is named in the feedback."""

from html import unescape

from tiny_course import LESSON, RIGHT


def test_a_file_too_large(sealed):
    sealed.hand_in("writer", {**RIGHT, "halve": "open('big', 'wb').truncate(10**10)\nhalf = 5"})
    done = sealed.nbgrader("autograde", LESSON, "--student", "writer")
    assert done.returncode == 0, done.stderr[-3000:]
    assert sealed.scores()["writer"] == {"halve": (0, False), "double": (2, False)}
    assert sealed.nbgrader("generate_feedback", LESSON, "--student", "writer").returncode == 0
    page = unescape(sealed.feedback("writer"))
    assert "<em>In grading, a file may hold 256 MiB.</em>" in page
    assert "[Errno 27] File too large. In grading, a file may hold 256 MiB." in page
