"""A class's check service: verdicts over HTTP, tokens, limits, restarts, and the teacher's page."""

import asyncio
import json
import socket
import stat
import threading
import time
import urllib.request

import pytest
from desk_class import CANARY

from coursework.command import main
from coursework.desk.channel import NoVerdictError
from coursework.desk.remote import RemoteChannel
from coursework.desk.service import service_address, token
from graders.desk import allowance, identities
from graders.desk.allowance import Allowance
from graders.desk.attempts import TEACHER, Attempts, digest_of
from graders.desk.class_page import SECONDS, ClassNow
from graders.desk.identities import Identities
from graders.desk.refused import RefusedError
from graders.desk.service import Gate, Limits
from graders.desk.tokens import learners
from graders.errors import CourseError


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_verdicts_questions_and_tries(make_class):
    with make_class().running() as school:
        assert school.check(b"right").points == 2
        assert school.check(b"wrong", answer="b").points == 1
        assert school.check(b"own", "boris", answer="c").points == 2
        kept = school.attempts.all()
    assert [(each.learner, each.answer, each.points) for each in kept] == [
        ("amina", "a", 2.0),
        ("amina", "b", 1.0),
        ("boris", "c", 2.0),
    ]


def test_nothing_of_a_check_leaks(make_class, caplog):
    with make_class().running() as school:
        verdict = school.check(b"right")
        assert CANARY not in json.dumps(verdict.to_dict())
        with pytest.raises(NoVerdictError, match="failed to judge this check") as said:
            school.check(b"broken")
        assert CANARY not in str(said.value)
        status, text = school.get("/api/request/99_none/halve", "amina")
        assert (status, CANARY in text) == (404, False)
        assert CANARY not in school.get("/class", TEACHER)[1]


def test_without_a_token_one_sentence_says_where_it_goes(make_class):
    school = make_class()
    with pytest.raises(NoVerdictError, match=r"you have none here: put the one .* into a file token\.txt"):
        RemoteChannel(school.address, "").verdict("00_start", "halve", lambda request: b"right")


@pytest.mark.parametrize("wrong", ["x" * 500, "nobody", "Bearer", "a\x7f", "수업"], ids=repr)
def test_a_wrong_token_is_one_sentence(make_class, wrong):
    with make_class().running() as school, pytest.raises(NoVerdictError) as said:
        school.check(name=wrong)
    assert "token" in str(said.value) or "refused the check (HTTP 400)" in str(said.value)
    assert len(str(said.value).splitlines()) == 1


def test_tokens_open_their_own_doors_alone(make_class):
    with make_class().running() as school:
        assert school.get("/api/request/00_start/halve")[0] == 401
        assert school.get("/api/request/00_start/halve", TEACHER)[0] == 401
        assert school.get("/class", "amina")[0] == 401
        assert school.get("/class")[0] == 401
        assert school.get("/class", TEACHER)[0] == 200


def test_one_learner_cannot_answer_for_another(make_class):
    with make_class(answers=1).running() as school:
        head = json.dumps({"id": "1", "lesson": "00_start", "exercise": "halve"}).encode()
        told = json.loads(school.get("/api/check", "amina", head + b"\nown")[1])
        status, _ = school.get(f"/api/answers/{told['ticket']}", "boris", b"answered")
        assert status == 404


def test_a_kernel_that_left_in_the_middle_of_a_question_delays_its_learner_a_moment(make_class):
    with make_class(answers=60, abandoned=0.3).running() as school:
        head = json.dumps({"id": "1", "lesson": "00_start", "exercise": "halve"}).encode()
        told = json.loads(school.get("/api/check", "amina", head + b"\nown")[1])
        assert school.service.gate.waiting == 1
        assert school.check(b"right").points == 2
        while school.service.gate.waiting:
            time.sleep(0.05)
        assert school.get(f"/api/answers/{told['ticket']}", "amina", b"answered")[0] == 404


def test_a_large_body_is_refused_before_it_is_sent(make_class):
    with make_class().running() as school, socket.create_connection(("127.0.0.1", school.port), 5) as wire:
        for name, status in (("amina", b"413"), (None, b"401")):
            with socket.create_connection(("127.0.0.1", school.port), 5) as wire:
                given = f"Authorization: Bearer {school.tokens[name]}\r\n" if name else ""
                wire.sendall(
                    f"POST /api/check HTTP/1.1\r\nHost: a\r\n{given}Content-Length: 9999999\r\n\r\n".encode()
                )
                assert status in wire.recv(1000).splitlines()[0]
        with pytest.raises(NoVerdictError):
            school.check(b"x" * 20_000)


@pytest.mark.parametrize("body", [b"", b"{", b"[]\n", b"7\nx", b"{}\nx", b"[" * 50_000, b"\xff\xfe\n"])
def test_what_is_no_check_is_refused(make_class, body):
    with make_class(body=100_000).running() as school:
        status, text = school.get("/api/check", "amina", body)
        assert status == 400
        assert "cannot be read" in json.loads(text)["error"]
        assert school.service.gate.waiting == 0
        assert school.check(b"right").points == 2


def test_a_slow_sender_keeps_no_place(make_class):
    with make_class(waiting=1).running() as school:
        with socket.create_connection(("127.0.0.1", school.port), 10) as wire:
            wire.sendall(
                b"POST /api/check HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n"
                + f"Authorization: Bearer {school.tokens['amina']}\r\n\r\n".encode()
            )
            assert school.check(b"right", "boris").points == 2, "nobody else waits"
            wire.settimeout(10)
            assert wire.recv(100) == b""
        assert school.check(b"right").points == 2


def test_whoever_is_gone_when_their_turn_comes_is_not_judged(make_class):
    with make_class().running() as school:
        school.examiner.hold.clear()
        head = json.dumps({"id": "1", "lesson": "00_start", "exercise": "halve"}).encode()
        with socket.create_connection(("127.0.0.1", school.port), 10) as wire:
            wire.sendall(
                f"POST /api/check HTTP/1.1\r\nHost: a\r\nContent-Length: {len(head) + 6}\r\n"
                f"Authorization: Bearer {school.tokens['amina']}\r\n\r\n".encode()
                + head
                + b"\nright"
            )
            while not school.service._checks:
                time.sleep(0.01)
        (check,) = school.service._checks
        while not check.left:
            time.sleep(0.01)
        school.examiner.hold.set()
        while school.service.gate.waiting:
            time.sleep(0.01)
        assert school.attempts.all() == []
        assert school.check(b"right").points == 2


@pytest.mark.parametrize("until_then", ["hold", "slow"], ids=["before its turn", "while it is judged"])
def test_an_answer_that_is_sent_again_waits_for_the_verdict_that_comes(make_class, until_then):
    with make_class().running() as school:
        going = getattr(school.examiner, until_then)
        going.clear()
        with pytest.raises(NoVerdictError, match="did not answer"):
            school.check(patience=0.3)
        got, checks = [], school.service._checks
        until(lambda: all(check.left for check in checks))
        again = threading.Thread(target=lambda: got.append(school.check().points))
        again.start()
        until(lambda: not any(check.left for check in checks))
        going.set()
        again.join(10)
        until(lambda: not school.service.gate.waiting)
        assert (got, school.examiner.judged, len(school.attempts.all())) == ([2], 1, 1)
        assert school.check().points == 2, "what was told is judged anew"
        assert school.examiner.judged == 2


@pytest.mark.parametrize(("kept", "judged"), [(600, 1), (0, 2)])
def test_a_verdict_that_came_when_nobody_waited_is_kept_for_a_while(make_class, kept, judged):
    with make_class(kept=kept).running() as school:
        school.examiner.slow.clear()
        with pytest.raises(NoVerdictError, match="did not answer"):
            school.check(patience=0.3)
        until(lambda: all(check.left for check in school.service._checks))
        school.examiner.slow.set()
        until(lambda: not school.service.gate.waiting and (kept or not school.service._same))
        assert school.check().points == 2
        assert (school.examiner.judged, len(school.attempts.all())) == (judged, judged)
        assert school.check(b"wrong").points == 1
        assert school.check(name="boris").points == 2
        assert school.examiner.judged == judged + 2, "of other evidence, and of another learner"


@pytest.mark.parametrize("document", [b"right", b"own"])
def test_two_kernels_that_send_the_same_at_a_time_cost_one_judging(make_class, document):
    got = []

    def check():
        try:
            got.append(school.check(document).points)
        except NoVerdictError as why:
            got.append(str(why))

    with make_class().running() as school:
        school.examiner.hold.clear()
        threads = [threading.Thread(target=check) for _ in range(2)]
        for thread in threads:
            thread.start()
        until(lambda: [len(check.waiting) for check in school.service._checks] == [2])
        school.examiner.hold.set()
        for thread in threads:
            thread.join(10)
        assert (school.examiner.judged, len(school.attempts.all())) == (1, 1)
    # Questions go to one kernel alone, the last.
    elsewhere = "This check was sent again from elsewhere: look there for its table."
    assert sorted(map(str, got)) == (["2.0", "2.0"] if document == b"right" else ["2.0", elsewhere])


def test_a_flood_costs_only_who_sends_it(make_class):
    with make_class(burst=3, each=60).running() as school:
        for _ in range(3):
            school.check()
        with pytest.raises(NoVerdictError, match="checked very often"):
            school.check()
        assert school.check(name="boris").points == 2


def test_whoever_asks_what_an_exercise_needs_over_and_over_is_refused(make_class):
    with make_class(asked=3, asked_each=60).running() as school:
        path = "/api/request/00_start/halve"
        assert [school.get(path, "amina")[0] for _ in range(4)] == [200, 200, 200, 429]
        with pytest.raises(
            NoVerdictError, match=r"^You have checked very often just now: wait a few seconds\.$"
        ):
            school.check()
        assert school.check(name="boris").points == 2
    assert Limits().asked > Limits().burst and Limits().asked_each < Limits().each, (
        "a kernel asks once a check"
    )


def test_many_wrong_tokens_from_one_address_are_refused_and_right_ones_are_not(make_class, monkeypatch):
    monkeypatch.setattr(identities, "WRONG", 3)
    with make_class().running() as school:
        for _ in range(3):
            with pytest.raises(NoVerdictError, match="not one of this class"):
                school.check(name="guess")
        sentence = "Many wrong tokens have come from your address just now: wait a few seconds."
        for ask in (
            lambda: school.check(name="guess"),
            lambda: school.channel("guess")._send("/api/check", b"{}"),
            lambda: school.channel("guess")._send("/class"),
        ):
            with pytest.raises(NoVerdictError) as said:
                ask()
            assert str(said.value) == sentence
        assert school.check(b"right").points == 2
        assert school.get("/class", TEACHER)[0] == 200


def test_tokens_are_read_once_a_second_and_a_replaced_one_ends_with_that(make_class):
    attempts, now, read = make_class().attempts, [0.0], []
    pupils = attempts.new_tokens(["amina", *map(str, range(300))], renewed=["amina"])

    class Counted:
        def names(self):
            read.append(1)
            return attempts.names()

    async def ask():
        known = Identities(Counted(), clock=lambda: now[0])
        for name, given in pupils.items():  # as many as come in a moment, from one address
            assert await known.learner(given, "here") == name
        for number in range(identities.WRONG):
            assert await known.whose(f"guess {number}", "here") is None
        with pytest.raises(RefusedError, match="Many wrong tokens") as refused:
            await known.whose("guess", "here")
        assert refused.value.status == 429
        assert await known.whose("guess", "elsewhere") is None
        assert await known.learner(pupils["amina"], "here") == "amina"
        assert len(read) == 1
        new = attempts.new_tokens(["amina"], renewed=["amina"])
        now[0] += identities.FRESH_SECONDS
        with pytest.raises(RefusedError, match="not one of this class"):
            await known.learner(pupils["amina"], "elsewhere")
        assert await known.learner(new["amina"], "here") == "amina"
        assert len(read) == 2
        now[0] += identities.WRONG_EACH
        assert await known.whose("guess", "here") is None, "one more after a while"
        with pytest.raises(RefusedError):
            await known.whose("guess", "here")

    asyncio.run(ask())


def test_what_is_remembered_of_allowances_has_a_bound(monkeypatch):
    monkeypatch.setattr(allowance, "MOST", 3)
    given = Allowance(1, 60, lambda: 0.0)
    assert all(given.take(str(number)) for number in range(9))
    assert len(given._left) == 3 and not given.take("8")
    given.give_back("8")
    given.give_back("0")
    assert given.take("8")


def test_waiting_checks_are_counted():
    now = [0.0]
    gate = Gate(Limits(burst=5, each=1, waiting=2, all_waiting=3), lambda: now[0])
    gate.enter("a")
    gate.enter("a")
    with pytest.raises(RefusedError, match="still being judged"):
        gate.enter("a")
    gate.enter("b")
    with pytest.raises(RefusedError, match="Very many checks") as refused:
        gate.enter("c")
    assert refused.value.status == 503
    gate.leave("a")
    gate.enter("c")
    assert gate.waiting == 3
    for _ in range(20):
        gate.leave("c")
        now[0] += 1
        gate.enter("c")


def test_a_check_under_way_survives_a_stop_and_counts_once(make_class):
    school = make_class()
    with school.running():
        school.examiner.hold.clear()
        got = []
        thread = threading.Thread(target=lambda: got.append(school.check(b"right").points))
        thread.start()
        while not school.service.gate.waiting:
            time.sleep(0.01)
        threading.Timer(0.3, school.examiner.hold.set).start()
    thread.join(10)
    assert got == [2]
    with school.running():
        assert len(school.attempts.all()) == 1
        verdict = school.check(b"wrong")
        assert school.attempts.add("n", "amina", verdict, "a")
        assert not school.attempts.add("n", "amina", verdict, "a"), "sent again, counted once"


def test_a_service_that_is_not_there_or_talks_nonsense_is_one_sentence(make_class):
    school = make_class()
    with school.running():
        pass
    with pytest.raises(NoVerdictError, match=r"cannot be reached \(.*\): your work goes on"):
        school.check()
    for answer in (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{]", b"what?\r\n\r\n", b""):
        with socket.create_server(("127.0.0.1", 0)) as server:

            def serve(server=server, answer=answer):
                for _ in range(2):
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(10_000)
                        connection.sendall(answer)

            threading.Thread(target=serve, daemon=True).start()
            school.port = server.getsockname()[1]
            with pytest.raises(NoVerdictError) as said:
                school.check(patience=2)
            assert len(str(said.value).splitlines()) == 1


def test_a_slow_service_is_waited_for_once_and_then_left(make_class, monkeypatch):
    school = make_class()
    monkeypatch.setattr("coursework.desk.remote.SOON", 0.1)
    waited = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        school.port = silent.getsockname()[1]
        began = time.monotonic()
        with pytest.raises(NoVerdictError, match=r"did not answer within 0\.5 s: your work goes on"):
            school.check(patience=0.5, waiting=lambda: waited.append(1))
    assert waited == [1]
    assert time.monotonic() - began < 5, "it is not asked again"


def test_a_lesson_that_the_service_does_not_know_is_one_sentence(make_class):
    with make_class().running() as school:
        for lesson, exercise in (("99_none", "halve"), ("00_start", "triple")):
            with pytest.raises(NoVerdictError, match=r"knows no exercise .* of another edition\.$"):
                school.channel().verdict(lesson, exercise, lambda request: b"right")


class Cutting:
    """Stands between a kernel and a service, and cuts the connection instead of passing some answers on."""

    def __init__(self, port, *cut):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self._service, self._cut, self.seen = port, list(cut), []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                ours, _ = self.server.accept()
            except OSError:
                return
            with ours, socket.create_connection(("127.0.0.1", self._service), 10) as theirs:
                theirs.settimeout(10)
                request = b""
                while b"\r\n\r\n" not in request or not self._whole(request):
                    request += ours.recv(65_536)
                theirs.sendall(request)
                answer = b""
                while more := theirs.recv(65_536):
                    answer += more
                path = request.split(b" ")[1].decode()
                self.seen.append(path.rpartition("/")[0] if "answers" in path else path)
                if self._cut and self._cut[0] in path:
                    self._cut.pop(0)
                else:
                    ours.sendall(answer)

    @staticmethod
    def _whole(request):
        head, _, body = request.partition(b"\r\n\r\n")
        said = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
        return len(body) >= (int(said[0].split()[1]) if said else 0)


@pytest.mark.parametrize(
    ("document", "cut"), [(b"right", ["check"]), (b"own", ["answers"]), (b"own", ["check", "answers"])]
)
def test_an_answer_that_is_lost_on_its_way_counts_once(make_class, document, cut):
    with make_class(answers=1, waiting=3).running() as school:
        between = Cutting(school.port, *cut)
        channel = RemoteChannel(f"http://127.0.0.1:{between.port}", school.tokens["amina"])

        def take(request):
            return b"answered" if "questions" in request else document

        with between.server:
            assert channel.verdict("00_start", "halve", take, answer="a").points == 2
        assert between.seen.count("/api/check") == 1 + len(cut)
        assert [each.points for each in school.attempts.all()] == [2.0]


def test_a_service_that_was_restarted_between_questions_judges_from_the_start(make_class):
    school, taken = make_class(answers=1), []
    with school.running():

        def take(request):
            if "questions" not in request:
                return b"own"
            taken.append(request)
            if len(taken) == 1:
                school.service._tickets.clear()  # what a restart forgets
            return b"answered"

        assert school.channel().verdict("00_start", "halve", take, answer="a").points == 2
    assert len(taken) == 2
    assert [each.points for each in school.attempts.all()][-1] == 2.0


def test_health_and_metrics(make_class):
    with make_class().running() as school:
        school.check()
        assert school.get("/health") == (200, '{"status": "ok"}')
        text = school.get("/metrics")[1]
        assert 'coursework_checks_total{outcome="judged"} 1.0' in text
        assert "coursework_check_seconds_count 1.0" in text
        assert "amina" not in text
        school.service.stopping = True
        assert school.get("/health")[0] == 503
        with pytest.raises(NoVerdictError, match="is being restarted"):
            school.check()


def test_the_teachers_page(make_class):
    with make_class(burst=50).running() as school:
        for number in range(4):
            school.check(b"wrong", answer=str(number))
        school.check(b"wrong", "boris")
        text = school.get("/class", TEACHER)[1]
        hidden = school.get("/class?names=hidden", TEACHER)[1]
    assert "Learners: 2. Tries: 5." in text
    stuck = text.partition("Who is stuck")[2].partition("<h2>")[0]
    assert "amina" in stuck and "boris" not in stuck
    missed = text.partition("Missed most now")[2].partition("<h2>")[0]
    assert "Divide by two." in missed and "<td class=number>2</td>" in missed
    assert "amina" not in hidden and "learner 1" in hidden


def test_the_teachers_page_loads_itself_until_it_is_held(make_class):
    with make_class().running() as school:

        def look(query=""):
            given = {"Authorization": f"Bearer {school.tokens[TEACHER]}"}
            request = urllib.request.Request(f"{school.address}/class{query}", headers=given)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.headers.get("Refresh"), answer.read().decode()

        refresh, text = look()
        assert refresh == str(SECONDS) and 'href="class?updates=held"' in text
        refresh, text = look("?names=hidden&updates=held")
        assert refresh is None
        assert 'href="class?names=hidden"' in text and 'href="class?updates=held"' in text


def test_a_try_that_came_twice_in_a_row_counts_once(make_class):
    school = make_class()
    wrong, right = (school.examiner.judge("l", "e", each, ask=None) for each in (b"wrong", b"right"))
    tries = [(wrong, "a"), (wrong, "a"), (right, "a"), (wrong, "b"), (wrong, "b"), (wrong, "a")]
    for number, (verdict, answer) in enumerate(tries):
        school.attempts.add(str(number), "amina", verdict, answer)
        time.sleep(0.001)  # so that the order of time is theirs
    assert "Learners: 1. Tries: 4." in ClassNow(school.attempts).page()


def test_the_page_reads_each_try_once(make_class):
    school = make_class()
    now, verdict = ClassNow(school.attempts), school.examiner.judge("l", "e", b"wrong", ask=None)
    assert "Learners: 0. Tries: 0." in now.page()
    for number in range(4):
        school.attempts.add(str(number), "amina", verdict, str(number))
        assert f"Learners: 1. Tries: {number + 1}." in now.page()
        assert f"Learners: 1. Tries: {number + 1}." in now.page()
    assert "<td class=number>3</td>" in now.page().partition("Missed most now")[0], (
        "stuck: three tries in vain"
    )


def test_what_learners_send_is_text_on_the_page(make_class):
    school = make_class()
    school.attempts.add("1", "<b>", school.examiner.judge("<i>", "<u>", b"", ask=None), "a")
    html = ClassNow(school.attempts).page()
    assert "<i>" not in html and "&lt;i&gt;" in html


def test_the_teachers_token_leaves_the_address(make_class):
    with make_class().running() as school, socket.create_connection(("127.0.0.1", school.port), 5) as wire:
        wire.sendall(f"GET /class?token={school.tokens[TEACHER]} HTTP/1.0\r\nHost: a\r\n\r\n".encode())
        head = wire.recv(2000).decode()
    assert "302" in head.splitlines()[0]
    assert "HttpOnly" in head and "SameSite=Strict" in head
    assert "Location: /class\r\n" in head


def test_tokens_of_a_class(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("id,name\namina,A\nboris,B\n")
    assert main(["tokens", "class.csv"]) == 0
    lines = (tmp_path / "tokens.csv").read_text().split()
    assert [line.partition(",")[0] for line in lines] == ["id", "teacher", "amina", "boris"]
    assert stat.S_IMODE((tmp_path / "tokens.csv").stat().st_mode) == 0o600
    assert main(["tokens", "class.csv"]) == 1
    assert "is there already" in capsys.readouterr().err
    (tmp_path / "class.csv").write_text("id\namina\nchiara\n")
    assert main(["tokens", "class.csv", "--to", "more.csv"]) == 0
    assert [line.partition(",")[0] for line in (tmp_path / "more.csv").read_text().split()] == [
        "id",
        "chiara",
    ]
    attempts = Attempts("sqlite:///checks.db")
    assert attempts.names()[digest_of(lines[2].partition(",")[2])] == "amina"
    assert main(["tokens", "class.csv", "--to", "new.csv", "--renew", "amina"]) == 0
    new = (tmp_path / "new.csv").read_text().split()[1:]
    assert [line.partition(",")[0] for line in new] == ["amina"]
    assert digest_of(lines[2].partition(",")[2]) not in attempts.names(), "a stolen token ends"
    assert attempts.names()[digest_of(new[0].partition(",")[2])] == "amina"
    attempts.close()
    assert main(["tokens", "class.csv", "--to", "no.csv", "--renew", "nobody"]) == 1
    assert "nobody with the id 'nobody'" in capsys.readouterr().err
    assert lines[2].partition(",")[2].encode() not in (tmp_path / "checks.db").read_bytes()


@pytest.mark.parametrize("table", ["", "name\na\n", "id\na\na\n", "id\nteacher\n", "id\n\n,\n"])
def test_a_table_that_is_no_class_is_one_sentence(tmp_path, table):
    (tmp_path / "class.csv").write_text(table)
    with pytest.raises(CourseError, match=r"class\.csv"):
        learners(tmp_path / "class.csv")


def test_serve_refuses_what_it_cannot_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--address", "0.0.0.0"]) == 1
    assert "must not cross a network unprotected" in capsys.readouterr().err
    assert main(["serve", "--db", "nothing://"]) == 1
    assert "The database nothing:// cannot be used" in capsys.readouterr().err
    assert main(["serve", "--certfile", "none.pem"]) == 1
    assert "The certificate none.pem cannot be used" in capsys.readouterr().err


def test_where_the_service_and_the_token_are_found(tmp_path, monkeypatch):
    assert service_address(tmp_path) is None
    for nonsense in ("{", "[]", '{"address": 7}', '{"address": "ftp://a"}'):
        (tmp_path / "service.json").write_text(nonsense)
        assert service_address(tmp_path) is None
    (tmp_path / "service.json").write_text('{"address": "https://a.example/"}')
    assert service_address(tmp_path) == "https://a.example"
    assert token(tmp_path) == ""
    (tmp_path / "token.txt").write_text("mine\n")
    assert token(tmp_path) == "mine"
    monkeypatch.setenv("COURSEWORK_TOKEN", "other")
    assert token(tmp_path) == "other"
