"""What walks the pages finds a page that does not keep its promise (`tests/pages`)."""

import os
import sys
import textwrap
from pathlib import Path

import psutil
import pytest
from page_shell import CommandError, Shell
from page_text import Command, Console, File, PageError, Place, read_page, says
from page_walk import walk

LONG = f"4321.{os.getpid()}"
"""Seconds, and a word by which the processes of this very run are known."""


def page(text: str) -> str:
    """A page, set in here for reading."""
    return textwrap.dedent(text).lstrip("\n")


def walked(folder: Path, text: str, limit: float = 60) -> list[str]:
    """Walk a page in a folder, as an ordinary page of docs/ is walked."""
    home = folder / "home"
    home.mkdir()
    environ = {"HOME": str(home), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    shells = {place: lambda: Shell(folder, environ, limit) for place in Place}
    return walk(read_page(page(text)), shells, folder)


def test_a_page_that_keeps_its_promises(tmp_path):
    text = """
        ```python
        # file: shown/hello.py
        print("hello")
        ```

        ```console
        $ cd shown && NAME=world     # stays for what follows
        $ python hello.py            # a comment
        hello
        $ echo "$NAME" \\
        >   again; echo problem >&2
        world again
        problem
        ```

        Between blocks the shell is the same.

        <!-- run: exit 3 -->
        ```console
        $ pwd
        …/shown
        $ cat; (exit 3)
        ```
    """
    assert walked(tmp_path, text) == []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("$ echo good\nbad", "It printed:\ngood\nand the page promises:\nbad"),
        ("$ true\nwords", "the page promises:\nwords"),
        ("$ echo one; echo two\none", "It printed:\none\ntwo"),
        ("$ false", "The exit status is 1, not 0"),
        ("$ echo why >&2; exit_like 2", "why"),
        ("$ no-such-program", "The exit status is 127, not 0"),
        ("$ echo 'open", "unexpected EOF"),
        ("$ exit 0", "It ended the shell"),
    ],
)
def test_a_broken_promise_is_found_and_told(tmp_path, block, words):
    (failure,) = walked(tmp_path, f"# Page\n\n```console\n{block}\n```\n")
    assert failure.startswith(f"the page, line 4: {block.splitlines()[0]}\n")
    assert words in failure


def test_a_promised_failure_that_succeeds_is_found(tmp_path):
    (failure,) = walked(tmp_path, "<!-- run: exit 1 -->\n```console\n$ true\n```\n")
    assert "The exit status is 0, not 1" in failure


def test_a_failure_does_not_hide_the_next(tmp_path):
    assert len(walked(tmp_path, "```console\n$ false\n$ true\n$ echo a\nb\n```\n")) == 2


def test_a_command_that_never_ends_is_ended(tmp_path):
    text = f"```console\n$ sleep {LONG}1 & sleep {LONG}2\n$ echo after\n```\n"
    first, second = walked(tmp_path, text, limit=1)
    assert "It did not end within 1 s" in first
    assert "ended the shell" in second
    assert not running(LONG)


def running(word: str) -> list[psutil.Process]:
    """The processes in whose command a word stands and that have not ended within a while."""
    found = [
        each for each in psutil.process_iter(["cmdline"]) if word in " ".join(each.info["cmdline"] or ())
    ]
    return psutil.wait_procs(found, timeout=20)[1]


def test_what_leaves_the_process_group_is_ended_with_the_page(tmp_path):
    assert walked(tmp_path, f"```console\n$ setsid sleep {LONG}3 &\n$ pgrep -f '{LONG}[3]'\n…\n```\n") == []
    assert not running(LONG)


SERVER = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[1])); self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
print(f"open http://127.0.0.1:{server.server_port}/lab?token=x", flush=True)
server.serve_forever()
"""


def test_a_server_answers_and_is_ended(tmp_path):
    (tmp_path / "server.py").write_text(SERVER)
    text = """
        <!-- run: serves -->
        ```console
        $ cd .; true
        $ python server.py 200 LONG
        ```

        ```console
        $ echo after
        after
        ```
    """
    assert walked(tmp_path, text.replace("LONG", LONG)) == []
    assert not running(LONG)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("python server.py 500 LONG", "No address that it printed answered within 3 s"),
        ("echo refused; false", "It ended without an address that answers. It printed:"),
    ],
)
def test_a_server_that_does_not_answer_is_found(tmp_path, command, words):
    (tmp_path / "server.py").write_text(SERVER)
    command = command.replace("LONG", LONG)
    (failure,) = walked(tmp_path, f"<!-- run: serves -->\n```console\n$ {command}\n```\n", limit=3)
    assert words in failure
    assert not running(LONG)


def test_a_block_that_is_not_run_is_read_and_left_out(tmp_path):
    text = "<!-- run: no, needs a browser -->\n```console\n$ touch made\n```\n"
    assert walked(tmp_path, text) == []
    assert not (tmp_path / "made").exists()
    (block,) = read_page(text)
    assert block.not_run == "needs a browser"


def test_a_block_may_be_run_elsewhere():
    here, there = read_page("```console\n$ ls\n```\n<!-- run: in bundle -->\n```console\n$ ls\n```\n")
    assert isinstance(here, Console) and isinstance(there, Console)
    assert (here.place, there.place) == (Place.CLONE, Place.BUNDLE)
    (learners,) = read_page("```console\n$ ls\n```\n", Place.BUNDLE)
    assert learners.place is Place.BUNDLE


def test_files_keep_their_text_and_stay_in_the_course():
    (file,) = read_page('```toml\n# file: a/b.toml\n[x]\n\ny = "…"\n```\n')
    assert file == File(1, file.path, '[x]\n\ny = "…"\n')
    for name in ("/etc/passwd", "../outside.py"):
        with pytest.raises(PageError, match="line 1: .* does not lie below the course's folder"):
            read_page(f"```python\n# file: {name}\n```\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!-- run: maybe -->\n```console\n$ ls\n```\n", "line 1: the marker `run: maybe` is unknown"),
        ("<!-- run: no -->\n```console\n$ ls\n```\n", "line 1: say why the block is not run"),
        ("<!-- run no, typo -->\n\n```console\n$ ls\n```\n", "line 1: a `run:` marker stands directly above"),
        ("<!-- run: serves -->\n", "line 1: a `run:` marker stands directly above"),
        ("<!-- run: no, shown -->\n```python\nx\n```\n", "line 1: .* above a block that is no console"),
        (
            "<!-- run: serves -->\n```console\n$ ls\nout\n```\n",
            "line 2: what a command prints while it serves",
        ),
        ("text\n\n```sh\nls\n```\n", "line 3: a block of `sh` is not run"),
        ("```bash\nls\n```\n", "line 1: a block of `bash` is not run"),
        ("```\n$ ls\n```\n", "line 1: a prompt outside of a console block"),
        ("Say\n\n    ls\n", "line 3: text set in by four spaces is not run"),
        ("```console\nls\n```\n", "line 2: a console block begins with a command"),
        ("```console\n```\n", "line 1: the console block holds no command"),
        ("```console\n$ ls\n", "line 1: the block has no end"),
    ],
)
def test_a_page_that_would_escape_is_refused(text, words):
    with pytest.raises(PageError, match=words):
        read_page(text)


def test_lists_may_be_set_in():
    (block,) = read_page("1. one\n\n    more of it\n\n    ```console\n    $ ls\n    a b\n    ```\n")
    assert block.commands == (Command("ls", 6, ("a b",)),)


@pytest.mark.parametrize(
    ("printed", "expected", "kept"),
    [
        ("a\nb\n", ("a", "b"), True),
        ("a  \nb\n\n", ("a", "b"), True),
        ("a\nb\n", ("a",), False),
        ("a\nb\n", ("b",), False),
        ("took 12 s\n", ("took … s",), True),
        ("took 12 m\n", ("took … s",), False),
        ("took 1\n2 s\n", ("took … s",), False),
        ("a\nb\nc\n", ("a", "…", "c"), True),
        ("a\nc\n", ("a", "...", "c"), True),
        ("a\nd\n", ("a", "…", "c"), False),
        ("xa.b\n", ("a.b",), False),
        ("axb\n", ("a.b",), False),
        ("", ("…",), True),
    ],
)
def test_what_is_printed_is_compared(printed, expected, kept):
    assert says(printed, expected) is kept


def test_a_shell_that_a_command_ends_says_so(tmp_path):
    with Shell(tmp_path, {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, 10) as shell:
        assert shell.run("echo é")[1].strip() == "é"
        with pytest.raises(CommandError, match="ended the shell"):
            shell.run("exit 7")
