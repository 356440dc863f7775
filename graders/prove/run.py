"""Running what is tried on a lesson, as far as its results are not kept from an earlier run."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from graders.build.layout import Lesson
from graders.errors import CourseError
from graders.prove.cache import Cache, Documents, Result, basis, digest, evidence_basis
from graders.prove.equivalents import read_equivalents
from graders.prove.excluded import read_excluded
from graders.prove.judging import Case, Judged, Judges
from graders.prove.material import Stage, Try, stages
from graders.prove.names import NamesProof, prove_names
from graders.prove.proof import Proof, prove_exercise
from graders.prove.rehearsal import CandidateLostError, Ran, Rehearsal

SEEDS_FOR_MARGINS = 10
_ALONE_AT_MOST = 3
_PARSING = threading.Lock()
"""Held while much is parsed: before Python 3.13, two threads that parse may end in a SystemError."""


@dataclass(frozen=True)
class Proved:
    """What a run proved.

    Args:
        proofs: One for each exercise, in the course's order.
        cpu: Processor time of worked cells, answers and judges, in seconds.
        names: What each lesson does with learners' own names, in the course's order.
    """

    proofs: list[Proof]
    cpu: float
    names: list[NamesProof] = field(default_factory=list)


def prove(
    lessons: Sequence[Lesson],
    *,
    jobs: int,
    seeds: int,
    folder: Path,
    told: Callable[[Proof | NamesProof], None] = lambda proof: None,
) -> Proved:
    """Prove the hidden checks of some lessons.

    Args:
        lessons: The lessons.
        jobs: How many answers are run, and how many judged, at the same time.
        seeds: With how many other seeds right answers are run.
        folder: Where results are kept from run to run.
        told: Called with each exercise's proof as soon as it stands, and with that of a lesson's names.

    Returns:
        The proofs, and what they cost.

    Raises:
        CourseError: A lesson cannot be read or run, or this machine cannot give a sandbox.
    """
    with Judges(jobs) as judges, ThreadPoolExecutor(max(1, min(jobs, len(lessons)))) as pool:

        def one(lesson: Lesson) -> tuple[list[Proof], float, NamesProof]:
            with _LessonRun(lesson, judges, jobs=jobs, seeds=seeds, folder=folder) as run:
                proofs, cpu = list(run.proofs(told)), run.cpu
            names = prove_names(lesson, folder)
            told(names)
            return proofs, cpu, names

        under_way = [pool.submit(one, lesson) for lesson in lessons]
        done = [lesson.result() for lesson in under_way]
    return Proved(
        [proof for proofs, _, _ in done for proof in proofs],
        judges.cpu + sum(cpu for _, cpu, _ in done),
        [names for _, _, names in done],
    )


class _LessonRun:
    """One lesson: its candidate goes from exercise to exercise."""

    def __init__(self, lesson: Lesson, judges: Judges, *, jobs: int, seeds: int, folder: Path) -> None:
        self._lesson, self._judges = lesson, judges
        self._jobs, self._seeds, self._folder = jobs, seeds, folder
        with _PARSING:
            self._stages = stages(lesson)
        self._rehearsal: Rehearsal | None = None
        self._reached = -1
        self._cpu = 0.0
        self._verdicts: dict[tuple[str, str, bool | None], Future[Judged]] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "_LessonRun":
        return self

    def __exit__(self, *_: object) -> None:
        if self._rehearsal is not None:
            self._rehearsal.close()

    @property
    def cpu(self) -> float:
        """Processor time of the lesson's candidate and its copies, in seconds."""
        return self._cpu + (self._rehearsal.cpu if self._rehearsal else 0.0)

    def proofs(self, told: Callable[[Proof], None]) -> Iterable[Proof]:
        """Prove one exercise after the other."""
        for at, stage in enumerate(self._stages):
            with _PARSING:
                result_basis = basis(self._lesson, self._stages, at)
                evidence = evidence_basis(self._lesson, self._stages, at)
            cache = Cache(self._folder, result_basis, stage)
            self._documents = Documents(self._folder, evidence, stage)
            try:
                proof = self._prove(at, stage, cache)
            except CandidateLostError:
                # What was judged is kept; a new candidate does the rest, and fails for good if it fails.
                self._give_up_candidate()
                proof = self._prove(at, stage, cache)
            cache.save()
            self._documents.tidy()
            told(proof)
            yield proof

    def _prove(self, at: int, stage: Stage, cache: Cache) -> Proof:
        asked = {tried: self._ask(at, stage, cache, tried) for tried in stage.tries}
        results: dict[Try, Result] = {}
        for tried, result in asked.items():
            results[tried] = result.result()
            cache.put(tried, None, results[tried])
        alone = 0
        for tried, first in results.items():
            sound = not first.stopped and first.verdict.points == first.verdict.max_points
            if tried.group == "right" and not sound and alone < _ALONE_AT_MOST:
                # An answer of the bank is believed to be right: the copy that ran it may be what went wrong.
                alone += 1
                results[tried] = self._alone(at, stage, tried)
                cache.put(tried, None, results[tried])
        cache.save()  # the rest may take long, and a run that is stopped here need not begin again
        seeded = {tried: self._seeded(at, stage, cache, tried, results[tried]) for tried in stage.of("right")}
        folder = self._lesson.root / "solutions" / "answers" / self._lesson.name / stage.exercise.name
        return prove_exercise(stage, results, seeded, read_equivalents(folder), read_excluded(folder))

    def _seeded(self, at: int, stage: Stage, cache: Cache, tried: Try, first: Result) -> list[Result]:
        """Run a right answer with other seeds, unless two of them show that it draws no numbers."""
        count = max(self._seeds, SEEDS_FOR_MARGINS - 1) if first.scores and self._seeds else self._seeds
        found: list[Result] = []
        for some in (range(1, min(count, 2) + 1), range(3, count + 1)):
            asked = {seed: self._ask(at, stage, cache, tried, seed) for seed in some}
            for seed, result in asked.items():
                found.append(result.result())
                cache.put(tried, seed, found[-1])
            if {one.evidence for one in found} == {first.evidence}:
                break
        return found

    def _ask(
        self, at: int, stage: Stage, cache: Cache, tried: Try, seed: int | None = None
    ) -> "Future[Result]":
        result: Future[Result] = Future()
        kept = cache.get(tried, seed)
        documents = self._documents
        if kept is not None:
            documents.keep(tried, seed)
            result.set_result(kept)
            return result
        if (before := documents.get(tried, seed)) is not None:
            self._judge(stage, tried, before, result)
            return result
        ran = self._ready(at).attempt(tried.source, _request(stage), seed=seed)

        def judge(done: "Future[Ran]") -> None:
            if done.exception() is not None:
                result.set_exception(done.exception())
            else:
                documents.put(tried, seed, done.result())
                self._judge(stage, tried, done.result(), result)

        ran.add_done_callback(judge)
        return result

    def _judge(self, stage: Stage, tried: Try, ran: Ran, result: "Future[Result]") -> None:
        attempted = None if tried.group == "stub" else True
        seen = digest(ran.document or b"", ran.stopped)
        absent = f"an answer that was {ran.stopped}" if ran.stopped else ""
        case = Case(self._lesson.name, stage.exercise.name, ran.document, absent, attempted)
        if ran.ask is not None:
            # Two such answers may have the same document and say different things when they are asked.
            self._judge_in_rounds(case, ran, result)
            return
        key = (stage.exercise.name, seen, attempted)
        with self._lock:
            if key not in self._verdicts:
                self._verdicts[key] = self._judges.submit(case)
            judged = self._verdicts[key]

        def finish(done: "Future[Judged]") -> None:
            if done.exception() is not None:
                result.set_exception(done.exception())
            else:
                said = done.result()
                result.set_result(Result(said.verdict, ran.error, ran.stopped, seen, said.scores))

        judged.add_done_callback(finish)

    def _judge_in_rounds(self, case: Case, ran: Ran, result: "Future[Result]") -> None:
        """Judge an answer whose candidate is asked, as long as its checks have questions."""

        def finish(judged: Judged) -> None:
            ran.done()
            seen = digest(case.document or b"", ran.stopped, *case.answered)
            result.set_result(Result(judged.verdict, ran.error, ran.stopped, seen, judged.scores))

        def judged(done: "Future[Judged]") -> None:
            if done.exception() is not None:
                result.set_exception(done.exception())
            elif ran.ask is None or (request := done.result().request) is None:
                finish(done.result())
            else:
                ran.ask(request).add_done_callback(lambda told: answered(told, done.result()))

        def answered(told: "Future[bytes | None]", before: Judged) -> None:
            if told.exception() is not None:
                result.set_exception(told.exception())
            elif (answers := told.result()) is None:
                finish(before)
            else:
                more = replace(case, answered=(*case.answered, answers))
                self._judge_in_rounds(more, ran, result)

        self._judges.submit(case).add_done_callback(judged)

    def _ready(self, at: int) -> Rehearsal:
        """Bring the candidate to an exercise."""
        if self._rehearsal is None:
            self._rehearsal = Rehearsal(self._lesson.root, at_once=self._jobs)
        self._play(self._rehearsal, self._reached + 1, at)
        self._reached = max(self._reached, at)
        return self._rehearsal

    def _give_up_candidate(self) -> None:
        if self._rehearsal is not None:
            self._rehearsal.close()
            self._cpu += self._rehearsal.cpu
        self._rehearsal, self._reached = None, -1

    def _play(self, rehearsal: Rehearsal, first: int, last: int) -> None:
        for stage in self._stages[first : last + 1]:
            for cell in stage.before:
                error = rehearsal.run(cell.text)
                if error and "raises-exception" not in cell.tags:
                    raise CourseError(
                        f"solutions/{self._lesson.name}.py:{cell.line}: this worked cell stops with {error}"
                    )

    def _alone(self, at: int, stage: Stage, tried: Try) -> Result:
        """Run an answer in a candidate of its own that was never copied."""
        result: Future[Result] = Future()
        with Rehearsal(self._lesson.root) as rehearsal:
            self._play(rehearsal, 0, at)
            ran = rehearsal.attempt(tried.source, _request(stage), alone=True).result()
            self._judge(stage, tried, ran, result)
            return result.result()


def _request(stage: Stage) -> dict:
    from graders.evidence import request

    return request(stage.exercise.evidence)
