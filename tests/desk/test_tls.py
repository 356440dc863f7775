"""`coursework serve` with a certificate, asked by the learner's own code."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from certificate import make_certificate
from wants import skip_or_fail

from coursework.desk.channel import NoVerdictError
from coursework.desk.remote import RemoteChannel
from graders.desk.attempts import Attempts

_SERVE = """
import contextlib, sys
sys.path.insert(0, sys.argv.pop(1))
from desk_class import FakeExaminer
from coursework.command import main
from graders.desk import serve
serve.Examiners = lambda make: contextlib.nullcontext(FakeExaminer())
sys.exit(main(["serve", *sys.argv[1:]]))
"""
"""The command, real but for its examiner."""


@pytest.fixture
def certificate(tmp_path):
    """A certificate, and its key."""
    if (made := make_certificate(tmp_path)) is None:
        skip_or_fail("there is no program openssl (Debian: apt-get install openssl)")
    return made


@pytest.fixture
def service(tmp_path, certificate):
    """The service's address, and amina's token."""
    url = f"sqlite:///{tmp_path / 'checks.db'}"
    attempts = Attempts(url)
    token = attempts.new_tokens(["amina"])["amina"]
    attempts.close()
    cert, key = map(str, certificate)
    options = ["--port", "0", "--db", url, "--certfile", cert, "--keyfile", key]
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(Path(__file__).parent), *options],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().rpartition(" ")[2].strip(), token
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process.stdout.close()


def check(service):
    asked = []

    def take(request):
        asked.append(request)
        return b"right"

    address, token = service
    assert address.startswith("https://")
    return RemoteChannel(address, token).verdict("00_start", "halve", take).points, asked


def test_a_verdict_comes_over_tls_from_whom_the_machine_trusts_alone(service, certificate, monkeypatch):
    # Python makes what opens addresses once, and reads then whom it trusts.
    monkeypatch.setattr(urllib.request, "_opener", None)
    with pytest.raises(NoVerdictError) as said:
        check(service)
    sentence = str(said.value)
    assert f"service at {service[0]} shows a certificate that this machine does not trust (self" in sentence
    assert sentence.endswith("so nothing was sent there: tell your teacher.") and "\n" not in sentence
    monkeypatch.setattr(urllib.request, "_opener", None)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert check(service) == (2.0, [{"evidence": {}}])
