"""What a machine lacks skips a test, and fails it where nothing may be left out, as `.ci/run` has it."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from wants import NO_SKIPS, leave_out, refuse_what_lacks, skip_or_fail, wants

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
OTHER_REASONS = {
    "benchmarks/test_results.py": "what is not measured yet",
    "build/test_bundle.py": "lessons that are not built yet",
    "examiner/test_examiner.py": "other systems than Linux",
    "kernels/conftest.py": "other systems than Linux",
    "lessons/test_check_names.py": "a lesson whose checks do without",
    "notebooks/test_compared.py": "lessons that are not built yet",
    "pages/test_walks.py": "pages without a command, and other Pythons than there are",
    "wants.py": "is the helper",
}
"""Files that skip by themselves, and for what: nothing that could be installed."""


def marked(missing):
    return SimpleNamespace(iter_markers=lambda name: iter([wants(missing).mark] * (name == "wants")))


def test_what_is_missing_skips_and_a_part_is_left_out(monkeypatch):
    monkeypatch.delenv(NO_SKIPS, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no server"):
        skip_or_fail("no server")
    with pytest.raises(pytest.skip.Exception, match="no server"):
        refuse_what_lacks(marked("no server"))
    assert leave_out("no certificate") is None


def test_where_nothing_may_be_left_out_it_fails(monkeypatch):
    monkeypatch.setenv(NO_SKIPS, "1")
    for refuses in (skip_or_fail, leave_out, lambda reason: refuse_what_lacks(marked(reason))):
        with pytest.raises(pytest.fail.Exception, match="cannot try it: no server"):
            refuses("no server")


def test_what_is_there_lets_a_test_run(monkeypatch):
    monkeypatch.setenv(NO_SKIPS, "1")
    assert refuse_what_lacks(marked("")) is None


@pytest.mark.parametrize("missing", ["", "what every machine lacks"])
def test_the_mark_reaches_a_test(missing, request, monkeypatch):
    """The suite's own hook is asked, with this test as the one that is marked."""
    monkeypatch.delenv(NO_SKIPS, raising=False)
    (hook,) = {
        plugin.pytest_runtest_setup
        for plugin in request.config.pluginmanager.get_plugins()
        if getattr(plugin, "__file__", None) == str(TESTS / "conftest.py")
    }
    request.node.add_marker(wants(missing))
    if missing:
        with pytest.raises(pytest.skip.Exception, match=missing):
            hook(request.node)
    else:
        assert hook(request.node) is None


def test_continuous_integration_leaves_nothing_out_and_nobody_elses_machine_has_to():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(rf"^export {NO_SKIPS}=1$", ci, re.M)
    assert ci.index(NO_SKIPS) < ci.index("make test")
    assert NO_SKIPS not in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_no_other_test_skips_by_itself_for_what_could_be_installed():
    skips = re.compile(r"pytest\.skip\(|mark\.skip|importorskip\(")
    found = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if path != Path(__file__) and skips.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(OTHER_REASONS)
