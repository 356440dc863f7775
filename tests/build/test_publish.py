"""A release: what it consists of, its checksums, and the same bytes from one checkout and one site."""

import hashlib
import os
import subprocess
import zipfile

import pytest
from conftest import ROOT

from graders.build.publish import CHANGES, CHECKSUMS, newest_changes, uncommitted, write_release
from graders.errors import CourseError


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    (folder / "index.html").write_text("<title>The site</title>")
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory, site):
    folder = tmp_path_factory.mktemp("release") / "dist"
    write_release(ROOT, site, folder)
    return folder


def part(release, word):
    (found,) = [path for path in release.iterdir() if word in path.name]
    return found


def test_it_has_every_part_and_their_checksums(release):
    sums = dict(line.split()[::-1] for line in (release / CHECKSUMS).read_text().splitlines())
    assert set(sums) == {path.name for path in release.iterdir()} - {CHECKSUMS}
    assert sums == {name: hashlib.sha256((release / name).read_bytes()).hexdigest() for name in sums}
    assert (release / CHANGES).read_text() in (ROOT / "CHANGELOG.md").read_text()
    assert len(sums) == 5


def test_only_the_bundle_for_one_who_learns_alone_has_checks(release):
    inside = {}
    for path in release.iterdir():
        if path.suffix in (".zip", ".whl"):
            with zipfile.ZipFile(path) as packed:
                inside[path.name] = packed.namelist()
    with_checks = [name for name, files in inside.items() if any("graders/" in file for file in files)]
    assert with_checks == [part(release, "self-study").name]
    (wheel,) = [files for name, files in inside.items() if name.endswith(".whl")]
    assert {"coursework/command.py", "coursework/page.css"} <= set(wheel)
    assert any(file.endswith("/index.html") for file in inside[part(release, "site").name])


def test_made_again_elsewhere_it_is_the_same_to_the_byte(release, site, tmp_path):
    before = os.umask(0o077)
    try:
        write_release(ROOT, site, tmp_path / "again")
    finally:
        os.umask(before)
    assert (tmp_path / "again" / CHECKSUMS).read_text() == (release / CHECKSUMS).read_text()


def test_the_newest_section_is_taken_whole_and_has_the_releases_number():
    changelog = "# C\n\n## 2\n\n### a\n\n- x\n\n## 1\n\n- y\n"
    assert newest_changes(changelog, "2") == "## 2\n\n### a\n\n- x\n"
    with pytest.raises(CourseError, match=r"newest section is “2”, and pyproject.toml has version 3"):
        newest_changes(changelog, "3")
    with pytest.raises(CourseError, match="has no section"):
        newest_changes("# C\n", "2")


def test_without_a_site_it_says_what_to_run(tmp_path):
    with pytest.raises(CourseError, match="holds no site: run `make site` first"):
        write_release(ROOT, tmp_path, tmp_path / "dist")


def test_what_is_not_committed_is_named(tmp_path):
    with pytest.raises(CourseError, match="is no clone"):
        uncommitted(tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert uncommitted(tmp_path) == ""
    (tmp_path / "new.txt").write_text("x")
    assert uncommitted(tmp_path) == "new.txt"
