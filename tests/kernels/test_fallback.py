"""Where warm or sandboxed kernels cannot be had: a cold kernel with one warning, and a refusal in words."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

from coursework.command import main
from graders.kernels import Sandbox, SandboxUnavailable, client, confine, doctor, provisioner, seccomp


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing can be forked, and a process that has not said so yet."""
    monkeypatch.setenv("COURSEWORK_COLD", "1")
    monkeypatch.setattr(provisioner, "_warned_of_cold_start", False)
    monkeypatch.delenv("COURSEWORK_UNSANDBOXED", raising=False)


def _answer(manager: KernelManager, kernel: Any, code: str) -> str:
    texts = []
    kernel.execute_interactive(
        code, output_hook=lambda m: texts.append(m["content"].get("text", "")), timeout=60
    )
    return "".join(texts)


def test_a_cold_kernel_works_and_says_so_once(cold: None, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            manager, kernel = start_new_kernel(kernel_name="coursework")
            assert _answer(manager, kernel, "print(6 * 7)") == "42\n"
            kernel.stop_channels()
            manager.shutdown_kernel(now=True)
            assert not manager.has_kernel
    warnings = [record.message for record in caplog.records if "ordinary kernel" in record.message]
    assert len(warnings) == 1
    assert "COURSEWORK_COLD is set" in warnings[0]


def test_a_candidate_is_refused_rather_than_left_unsandboxed(cold: None):
    with pytest.raises(SandboxUnavailable, match="COURSEWORK_COLD is set.*COURSEWORK_UNSANDBOXED=1"):
        KernelManager(kernel_name="coursework-candidate").start_kernel()


def test_a_candidate_without_a_sandbox_on_purpose(
    cold: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("COURSEWORK_UNSANDBOXED", "1")
    with caplog.at_level(logging.WARNING):
        manager, kernel = start_new_kernel(kernel_name="coursework-candidate")
    assert _answer(manager, kernel, "print('ran')") == "ran\n"
    assert "WITHOUT a sandbox" in caplog.text
    with pytest.raises(FileNotFoundError):
        manager.provisioner.read_file("x", max_bytes=1)
    kernel.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def no_filter(monkeypatch: pytest.MonkeyPatch, own_runtime: Path) -> None:
    """A forkserver on a machine that cannot filter system calls."""
    monkeypatch.setattr(client, "_BOOT", client._BOOT.replace("main()", _BROKEN + "main()"))


_BROKEN = """
from graders.kernels import seccomp
seccomp.supported = lambda: False
"""


def test_a_machine_without_a_needed_part_is_refused_by_name(no_filter: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COURSEWORK_UNSANDBOXED", raising=False)
    with pytest.raises(SandboxUnavailable, match="system calls cannot be filtered"):
        client.spawn("os:getpid", sandbox=Sandbox(), role="bare")
    finding = next(found for found in doctor.examine() if found.name == "sandbox")
    assert not finding.good
    assert "system calls cannot be filtered" in finding.value
    assert "Sealed grading is not possible here: sandbox: " in (doctor.verdict([finding]) or "")


def test_a_warm_kernel_without_a_sandbox_on_purpose(no_filter: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COURSEWORK_UNSANDBOXED", "1")
    manager, kernel = start_new_kernel(kernel_name="coursework-candidate")
    assert _answer(manager, kernel, "import os; print(os.getpid())") == f"{manager.provisioner.pid}\n"
    kernel.stop_channels()
    manager.shutdown_kernel(now=True)


def test_the_doctor_prints_a_table_and_two_verdicts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "check.py").write_text(
        "def check(folder):\n    return ['one file is damaged; fetch it again']"
    )
    monkeypatch.setenv("COURSEWORK_DATA", str(tmp_path))
    status = main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("yes sandbox")]
    assert [line.split() for line in lines if line.startswith("NO")] == [
        ["NO", "data", "one", "file", "is", "damaged"]
    ]
    assert [line.strip() for line in lines if "→" in line] == ["→ fetch it again"]
    assert lines[-2:] == [
        "To be mended, each with what stands after its arrow: data.",
        "Sealed grading is possible here after that.",
    ]
    assert status == 1


def test_the_doctor_refuses_where_nothing_can_be_forked(cold: None, capsys: pytest.CaptureFixture[str]):
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "Everything that a lesson needs is in place." in printed
    assert "Sealed grading is not possible here: warm kernels: COURSEWORK_COLD is set." in printed


def test_the_doctor_asks_for_nothing_that_is_promised_on_linux_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(platform="darwin", executable=sys.executable))
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith("NO")]
    assert lines[-2:] == [
        "Everything that a lesson needs is in place.",
        "Submissions are graded on Linux.",
    ]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_a_program_that_the_kernel_can_take(machine: str):
    code = seccomp.program(machine)
    assert len(code) % 8 == 0
    assert len(code) // 8 <= 4096
    # Every jump lands inside the program.
    for index in range(len(code) // 8):
        operation, if_true, if_false = (
            int.from_bytes(code[8 * index : 8 * index + 2], "little"),
            *code[8 * index + 2 : 8 * index + 4],
        )
        if operation & 7 == 5:
            assert index + 1 + max(if_true, if_false) < len(code) // 8


def test_an_explanation_keeps_what_the_system_said():
    with (
        pytest.raises(SandboxUnavailable, match=r"a step \(Permission denied, /x\); a hint"),
        confine._step("a step", "a hint"),
    ):
        raise PermissionError(13, os.strerror(13), "/x")
