"""`coursework serve` as a service of a JupyterHub: learners by the hub's tokens, teachers by its login."""

import base64
import hashlib
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from coursework.command import main
from coursework.desk.channel import NoVerdictError
from coursework.desk.service import service_address, token
from graders.desk import hub as hubs
from graders.desk.allowance import Allowance
from graders.desk.attempts import TEACHER
from graders.desk.hub import HubSettings
from graders.errors import CourseError

PREFIX, MINE = "/services/checks/", "access:services!service=checks"


class FakeHub:
    """Answers `GET /user` and the two requests of OAuth, as a hub does."""

    def __init__(self):
        self.users, self.codes, self.asked, self.answer = {}, {}, [], None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, name, scopes=(MINE,), token=None, **more):
        """Give somebody a token of the hub."""
        token = token or f"token-of-{name}"
        self.users[token] = {"kind": "user", "name": name, "admin": False, "groups": [], **more}
        self.users[token]["scopes"] = list(scopes)
        return token

    @property
    def environ(self):
        """What the hub tells its service."""
        return {
            "JUPYTERHUB_SERVICE_NAME": "checks",
            "JUPYTERHUB_API_TOKEN": "token-of-the-service",
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.port}/hub/api",
            "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
            "JUPYTERHUB_CLIENT_ID": "service-checks",
            "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps(["access:services", MINE]),
            "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:8790",
        }

    def close(self):
        """Be gone."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def _handler(self):
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *words):
                pass

            def tell(self, status, content):
                body = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):  # noqa: N802  # the library's name
                given = self.headers.get("Authorization", "").removeprefix("token ")
                hub.asked.append(given)
                if hub.answer is not None:
                    self.tell(*hub.answer)
                elif self.path == "/hub/api/user" and given in hub.users:
                    self.tell(200, hub.users[given])
                else:
                    self.tell(403, {"status": 403, "message": "Forbidden"})

            def do_POST(self):  # noqa: N802
                form = {
                    name: values[0]
                    for name, values in parse_qs(
                        self.rfile.read(int(self.headers["Content-Length"])).decode()
                    ).items()
                }
                token, challenge = hub.codes.pop(form.get("code"), ("", ""))
                verified = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
                if form["client_secret"] == "token-of-the-service" and verified.decode() == challenge + "=":
                    self.tell(200, {"access_token": token, "token_type": "Bearer"})
                else:
                    self.tell(400, {"error": "invalid_grant"})

        return Handler


@pytest.fixture
def hub():
    """A hub on loopback that knows amina."""
    made = FakeHub()
    made.add("amina")
    yield made
    made.close()


@pytest.fixture
def school(make_class, hub):
    """A class whose service is the hub's."""
    with make_class(hub=HubSettings.of(hub.environ), answers=1).running() as school:
        yield school


def refused(school, name):
    with pytest.raises(NoVerdictError) as said:
        school.check(name=name)
    assert len(str(said.value).splitlines()) == 1
    return str(said.value)


def test_the_hubs_token_names_the_learner(school, hub):
    assert school.check(name="token-of-amina").points == 2
    assert school.check(b"own", name="token-of-amina", answer="b").points == 2
    assert {each.learner for each in school.attempts.all()} == {"amina"}
    assert hub.asked == ["token-of-amina"], "asked once, remembered for a minute"


def test_tokens_of_the_class_go_on_beside_the_hub(school, hub):
    assert school.check(name="boris").points == 2
    assert school.get("/class", TEACHER)[0] == 200
    assert hub.asked == []


def test_a_token_that_the_hub_does_not_know(school, hub):
    assert "The hub does not know your token" in refused(school, "token-of-nobody")
    assert "The hub does not know your token" in refused(school, "token-of-nobody")
    assert hub.asked == ["token-of-nobody"]


def test_the_hub_is_asked_of_few_wrong_tokens_and_of_every_right_one(school, hub):
    assert school.check(name="token-of-amina").points == 2
    school.service.identities._wrong = Allowance(2, 60)
    for number in range(2):
        assert "The hub does not know your token" in refused(school, f"guess-{number}")
    asked = list(hub.asked)
    assert "Many wrong tokens have come from your address" in refused(school, "guess-2")
    assert hub.asked == asked
    assert school.check(name="token-of-amina", answer="b").points == 2
    assert school.check(name="boris").points == 2
    school.service.identities._wrong = Allowance(1, 60)
    hub.answer = 500, b""
    for _ in range(3):
        assert "The hub cannot be asked" in refused(school, "token-of-chiara"), (
            "nobody knows whether it is wrong"
        )
    hub.answer, school.service.identities.hub._gone_until = None, 0
    for name in ("chiara", "dmitri"):
        assert school.check(name=hub.add(name)).points == 2, "right ones use nothing up"


@pytest.mark.parametrize(
    "changed",
    [
        {"scopes": []},
        {"scopes": ["access:services!service=other", "access:servers!server=amina/"]},
        {"scopes": [MINE], "kind": "service"},
    ],
    ids=str,
)
def test_a_token_for_something_else_opens_nothing(school, hub, changed):
    other = hub.add("chiara", token="other", **changed)
    assert "not as one for this service" in refused(school, other)
    assert school.get("/class", headers={"Authorization": f"Bearer {other}"})[0] != 200


def test_another_learners_token_is_another_learner(school, hub):
    hub.add("chiara")
    head = json.dumps({"id": "1", "lesson": "00_start", "exercise": "halve"}).encode()
    given = {"Authorization": "Bearer token-of-amina"}
    told = json.loads(school.get("/api/check", data=head + b"\nown", headers=given)[1])
    given = {"Authorization": "Bearer token-of-chiara"}
    assert school.get(f"/api/answers/{told['ticket']}", data=b"answered", headers=given)[0] == 404


def test_a_user_called_teacher_is_a_learner_like_any_other(school, hub):
    token = hub.add(TEACHER)
    assert school.check(name=token).points == 2
    status, text = school.get("/class", headers={"Authorization": f"Bearer {token}"})
    assert (status, "for teachers" in text) == (403, True)


def test_a_hub_that_is_down_keeps_those_it_knew_for_a_while(school, hub):
    now = [1000.0]
    asks = school.service.identities.hub
    asks._clock = lambda: now[0]
    assert school.check(name="token-of-amina").points == 2
    hub.close()
    now[0] += hubs.FRESH_SECONDS + 1
    assert school.check(name="token-of-amina").points == 2
    said = refused(school, "token-of-boris")
    assert said == "The hub cannot be asked who you are just now: run the check again in a minute."
    now[0] += hubs.KEPT_SECONDS
    assert "The hub cannot be asked" in refused(school, "token-of-amina")


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (429, b""), (302, b""), (200, b"{"), (200, b"[]"), (200, {"kind": "user"})],
    ids=str,
)
def test_a_hub_that_answers_nonsense_is_one_that_is_down(school, hub, answer):
    hub.answer = answer
    assert "The hub cannot be asked" in refused(school, "token-of-amina")
    hub.answer = None
    school.service.identities.hub._gone_until = 0
    assert school.check(name="token-of-amina").points == 2


def test_a_token_that_was_taken_back_ends_within_a_minute(school, hub):
    now = [1000.0]
    school.service.identities.hub._clock = lambda: now[0]
    assert school.check(name="token-of-amina").points == 2
    del hub.users["token-of-amina"]
    now[0] += hubs.FRESH_SECONDS + 1
    assert "The hub does not know your token" in refused(school, "token-of-amina")


def test_what_is_remembered_has_a_bound(school, hub, monkeypatch):
    monkeypatch.setattr(hubs, "_KNOWN_MOST", 3)
    for number in range(5):
        refused(school, f"guess-{number}")
    assert len(school.service.identities.hub._known) == 3


class Browser:
    """Follows no redirect, and keeps cookies of the service."""

    def __init__(self, school):
        self.school, self.cookies = school, {}

    def get(self, path):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *about):
                return None

        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        address = f"http://127.0.0.1:{self.school.port}{path}"
        request = urllib.request.Request(address, headers={"Cookie": cookies})
        try:
            answer = urllib.request.build_opener(Stay).open(request, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            for line in answer.headers.get_all("Set-Cookie", []):
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.partition(";")[0]
                assert "HttpOnly" in line or not rest.startswith("ey"), "no script reads them"
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def log_in(self, hub, token):
        """Open the class's page, log in at the hub, and come back."""
        status, where, _ = self.get(f"{PREFIX}class")
        parts = urlsplit(where)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (status, parts.path) == (302, "/hub/api/oauth2/authorize")
        assert (asked["client_id"], asked["redirect_uri"]) == ("service-checks", f"{PREFIX}oauth_callback")
        hub.codes["code"] = (token, asked["code_challenge"])
        return asked["state"]


@pytest.mark.parametrize("more", [{"admin": True}, {"groups": ["formgrade-keras_coursework"]}], ids=str)
def test_a_teacher_of_the_hub_logs_in_to_see_the_class(school, hub, more):
    school.check(name="token-of-amina")
    browser = Browser(school)
    state = browser.log_in(hub, hub.add("tova", **more))
    status, where, _ = browser.get(f"{PREFIX}oauth_callback?code=code&state={state}")
    assert (status, where) == (302, f"{PREFIX}class")
    status, _, text = browser.get(where)
    assert (status, "Learners: 1. Tries: 1." in text) == (200, True)
    assert 'href="class?names=hidden"' in text


def test_a_learner_who_logs_in_sees_a_sentence(school, hub):
    browser = Browser(school)
    state = browser.log_in(hub, "token-of-amina")
    status, _, text = browser.get(f"{PREFIX}oauth_callback?code=code&state={state}")
    assert (status, json.loads(text)["error"]) == (
        403,
        "This page is for teachers: on this hub, its administrators and the group "
        "formgrade-keras_coursework.",
    )


@pytest.mark.parametrize("forged", ["?code=code&state=forged", "?code=code", "", "?code=none&state={}"])
def test_a_login_that_somebody_else_began_is_refused(school, hub, forged):
    browser = Browser(school)
    state = browser.log_in(hub, hub.add("tova", admin=True))
    status, _, _ = browser.get(f"{PREFIX}oauth_callback{forged.format(state)}")
    assert status == 403
    assert browser.get(f"{PREFIX}class")[0] == 302


def test_settings_of_a_service():
    environ = FakeHub.environ.fget(type("Port", (), {"port": 8081}))
    settings = HubSettings.of(environ, "tutors")
    assert (settings.prefix, settings.listens, settings.teachers) == (PREFIX, ("127.0.0.1", 8790), "tutors")
    assert HubSettings.of({}) is None
    # A learner's own server has a token and a prefix, and is no service.
    assert HubSettings.of({**environ, "JUPYTERHUB_SERVICE_NAME": ""}) is None
    del environ["JUPYTERHUB_OAUTH_ACCESS_SCOPES"], environ["JUPYTERHUB_CLIENT_ID"]
    assert HubSettings.of(environ).scopes == {"access:services", MINE}
    assert HubSettings.of(environ).client == "service-checks"
    with pytest.raises(CourseError, match="JUPYTERHUB_API_URL is not set"):
        HubSettings.of({**environ, "JUPYTERHUB_API_URL": ""})
    with pytest.raises(CourseError, match="no list in JSON"):
        HubSettings.of({**environ, "JUPYTERHUB_OAUTH_ACCESS_SCOPES": "{"})


def test_half_a_hub_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_NAME", "checks")
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)
    assert main(["serve"]) == 1
    assert "JUPYTERHUB_API_TOKEN is not set" in capsys.readouterr().err


def test_a_kernel_gives_the_hubs_token_to_the_hubs_service_alone(tmp_path, monkeypatch):
    for name in ("COURSEWORK_SERVICE", "COURSEWORK_TOKEN", "JUPYTERHUB_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "hubs")
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/jupyter/")
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:8081/jupyter/hub/api")
    monkeypatch.setenv("JUPYTERHUB_PUBLIC_HUB_URL", "https://hub.example/jupyter/hub/")
    assert token(tmp_path, "https://hub.example/jupyter/services/checks") == "hubs"
    assert token(tmp_path, "https://hub.example:443/jupyter/services/checks") == "hubs"
    for other in (
        "https://checks.example/jupyter/services/checks",
        "http://hub.example/jupyter/services/checks",
        "https://hub.example:8443/jupyter/services/checks",
        "https://hub.example@checks.example/jupyter/services/checks",
        "https://hub.example/user/boris/proxy/services/checks",
        "https://hub.example:x/jupyter/services/checks",
        "",
    ):
        assert token(tmp_path, other) == "", other
    # Whoever runs the hub names a service that stands elsewhere.
    monkeypatch.setenv("COURSEWORK_SERVICE", "http://127.0.0.1:8790/jupyter/services/checks/")
    address = service_address(tmp_path)
    assert address == "http://127.0.0.1:8790/jupyter/services/checks"
    assert token(tmp_path, address) == "hubs"
    (tmp_path / "token.txt").write_text("mine\n")
    assert token(tmp_path, address) == "mine", "a token of the class's own comes first"
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN")
    (tmp_path / "token.txt").unlink()
    assert token(tmp_path, address) == ""
