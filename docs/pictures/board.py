"""Take the picture of TensorBoard that stands in lesson 09, from the lesson's own two runs.

    .venv/bin/python docs/pictures/board.py

The cells of the lesson up to "Open the board" are run, TensorBoard is started on what they wrote, and a
headless Chromium looks at its Scalars page. Needs Chromium, from Debian's package `chromium`.
"""

import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import jupytext
from tensorboard import program

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "solutions" / "09_tensorboard.py"
PICTURE = ROOT / "solutions" / "09_tensorboard" / "board.png"
UNTIL = "## Open the board"
SECONDS = 60


def run_lesson() -> dict:
    """Run the lesson's code up to the section about the board.

    Returns:
        The lesson's names; `log_root` is the folder with the runs.
    """
    names: dict = {}
    for cell in jupytext.read(LESSON).cells:
        if UNTIL in cell.source:
            break
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", []):
            exec(compile(cell.source, str(LESSON), "exec"), names)
    return names


def wait_for(address: str) -> None:
    """Wait until a server has loaded its runs.

    Raises:
        TimeoutError: It has not after a minute.
    """
    for _ in range(SECONDS):
        with urllib.request.urlopen(f"{address}data/runs") as answer:
            if b"brisk" in answer.read():
                return
        time.sleep(1)
    raise TimeoutError(f"TensorBoard at {address} shows no runs after {SECONDS} s: look at its folder.")


def take(address: str, path: Path) -> None:
    """Let a headless Chromium take a picture of a page."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                "--window-size=1100,770",
                "--virtual-time-budget=20000",
                f"--screenshot={path}",
                f"{address}#scalars&_smoothingWeight=0&tagFilter=epoch_(loss%7Caccuracy)",
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )


def main() -> None:
    """Take the picture."""
    names = run_lesson()
    board = program.TensorBoard()
    board.configure(argv=[None, "--logdir", str(names["log_root"]), "--port", "0", "--load_fast", "false"])
    address = board.launch()
    wait_for(address)
    take(address, PICTURE)


if __name__ == "__main__":
    main()
