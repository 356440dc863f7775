"""Pages in a real browser: Debian's Chromium, driven by playwright; `make test-browser` sets both up."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("pipeline", "results", "build", "desk")]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 120_000
"""Milliseconds that a page may take to load: a busy machine is no mistake of the page."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def browser(playwright, tmp_path):
    """Opens a window of a new browser: width in pixels and color scheme → a page."""

    @contextmanager
    def open_window(width=1280, scheme="light", **settings):
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile-{width}-{scheme}"),
            executable_path=CHROMIUM,
            headless=True,
            args=list(FLAGS),
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            **settings,
        )
        context.set_default_navigation_timeout(PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()

    return open_window


@pytest.fixture
def shoot():
    """Takes a picture of a page under a name, into the folder that the variable `SHOTS` names, if it does."""

    def take(page, name):
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(folder, f"{name}.png")))

    return take
