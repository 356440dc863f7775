"""What the results of an exercise prove, and what they do not."""

import difflib
import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graders.answers.bank import FEWER
from graders.criteria.verdict import Judgement, Status, Verdict
from graders.prove.cache import Result
from graders.prove.equivalents import Equivalent, unused
from graders.prove.excluded import Excluded
from graders.prove.faults import shortly
from graders.prove.material import RIGHT_AT_LEAST, WRONG_AT_LEAST, Stage, Try

DEVIATIONS = 5.0
"""How many standard deviations a right answer's score must keep from its bar."""
FEW = 2
"""How many criteria one mistake may cost before the page names it."""
CAUGHT = 0.97
"""The share of mutants that must be caught, those that are right answers left aside."""


@dataclass
class Count:
    """How many of some answers came out as they should.

    Args:
        good: How many did.
        total: How many there are.
    """

    good: int = 0
    total: int = 0

    def add(self, good: bool) -> None:
        """Count one more answer."""
        self.good += good
        self.total += 1

    def __str__(self) -> str:
        return f"{self.good}/{self.total}"


@dataclass(frozen=True)
class Margin:
    """How far a right answer stays from a bar.

    Args:
        answer: The answer's name.
        what: What is measured.
        bar: The bar.
        mean: The mean score over the seeds.
        deviation: Its standard deviation over the seeds.
        seeds: How many seeds.
        above: Whether good scores lie above the bar.
    """

    answer: str
    what: str
    bar: float
    mean: float
    deviation: float
    seeds: int
    above: bool

    @property
    def distance(self) -> float:
        """Distance from the bar in standard deviations; negative on the wrong side."""
        gap = self.mean - self.bar if self.above else self.bar - self.mean
        return gap / self.deviation if self.deviation else math.copysign(math.inf, gap)


@dataclass
class Proof:
    """One exercise's proof.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.
        right: Right answers that got all points.
        wrong: Wrong answers that lost exactly the criteria that they should.
        messages: Wrong answers whose messages name the mistake.
        mutants: Mutants that were caught; those that are right answers are not counted.
        raised: Caught mutants that did not even run to their end.
        lost: How many mutants that ran to their end lost no criterion, one, two and so on.
        broad: The operators of those among them that lost more than `FEW` criteria.
        equivalent: Mutants that are listed as right answers.
        rewritten: Rewritten right answers that lost no point; those that the task excludes are not counted.
        to_teacher: Those among them with a criterion that only a person can decide.
        excluded: Rewritten answers that lost points as the task's words say.
        blank: Whether the untouched stub earned nothing.
        noise: Kinds of noise that earned nothing, with a message.
        stable: Right answers that came out the same with every seed.
        margins: How far scores stay from their bars.
        survivors: Mutants that were not caught.
        failures: Everything else that must be mended, one sentence each.
    """

    lesson: str
    exercise: str
    right: Count = field(default_factory=Count)
    wrong: Count = field(default_factory=Count)
    messages: Count = field(default_factory=Count)
    mutants: Count = field(default_factory=Count)
    raised: int = 0
    lost: list[int] = field(default_factory=list)
    broad: list[str] = field(default_factory=list)
    equivalent: int = 0
    rewritten: Count = field(default_factory=Count)
    to_teacher: int = 0
    excluded: int = 0
    blank: Count = field(default_factory=Count)
    noise: Count = field(default_factory=Count)
    stable: Count = field(default_factory=Count)
    margins: list[Margin] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def prove_exercise(
    stage: Stage,
    results: Mapping[Try, Result],
    seeded: Mapping[Try, Sequence[Result]],
    equivalents: Sequence[Equivalent] = (),
    excluded: Sequence[Excluded] = (),
) -> Proof:
    """Say what the results of an exercise prove.

    Args:
        stage: The exercise.
        results: What came of each try.
        seeded: What came of right answers with other seeds.
        equivalents: Mutants that are right answers too.
        excluded: Rewritings that the task's words exclude.

    Returns:
        The proof.
    """
    proof = Proof(stage.exercise.lesson, stage.exercise.name)
    _enough(stage, proof)
    faults: dict[str, list[str]] = defaultdict(list)
    for tried, result in results.items():
        for judged in result.verdict.judgements:
            if judged.status is Status.UNJUDGED:
                faults[f"criterion {judged.name!r}: {shortly(judged.fault)}"].append(_called(tried))
        if tried.group in _WEIGH:
            _WEIGH[tried.group](stage, proof, tried, result, equivalents)
    for fault, answers in faults.items():
        more = f" and {len(answers) - 1} more" if len(answers) > 1 else ""
        proof.failures.append(f"{answers[0]}{more}: the check itself failed: {fault}")
    made = [tried.mutant for tried in stage.of("mutant") if tried.mutant]
    for entry in unused(equivalents, made, stage.reference):
        proof.failures.append(
            f"equivalent.toml: {entry.operator!r}, {entry.what!r} fits no mutant any more: delete the entry."
        )
    _rewritten(stage, proof, results, excluded)
    _stability(proof, results, seeded)
    return proof


def _enough(stage: Stage, proof: Proof) -> None:
    bank = {group: [one.answer for one in stage.of(group) if one.answer] for group in ("right", "wrong")}
    for group, least in (("right", RIGHT_AT_LEAST), ("wrong", WRONG_AT_LEAST)):
        if len(bank[group]) < least and not stage.short:
            proof.failures.append(
                f"the bank holds {len(bank[group])} {group} answers, and at least {least} are asked for: "
                f"add {group}_….py to {_folder(stage)}, or say in its {FEWER} why the exercise admits fewer."
            )
    for answer in bank["wrong"]:
        for name in sorted(set(answer.loses) - _names(stage)):
            place = f"{_folder(stage)}/{answer.name}.py:{answer.lines.get('loses', 1)}"
            near = difflib.get_close_matches(name, _names(stage), n=1, cutoff=0.0)
            nearest = f"; the nearest is {near[0]!r}" if near else ""
            proof.failures.append(f"{place}: there is no criterion {name!r}{nearest}.")


def _rewritten(
    stage: Stage, proof: Proof, results: Mapping[Try, Result], excluded: Sequence[Excluded]
) -> None:
    """A rewritten answer keeps all points, unless words of the task exclude it."""
    listed = {entry.rewriting: entry for entry in excluded}
    needed: set[str] = set()
    for tried in stage.of("rewritten"):
        why = _lost(results[tried])
        if why and tried.rewriting in listed:
            needed.add(tried.rewriting)
            proof.excluded += 1
            continue
        # What only a person can decide is not lost: no criterion of such an answer is missed.
        open_ones = bool(why) and _undecided_at_most(results[tried])
        proof.to_teacher += open_ones
        proof.rewritten.add(open_ones or not why)
        if why and not open_ones:
            proof.failures.append(f"{_called(tried)} must keep all points and loses some: {why}")
    for entry in excluded:
        if not entry.stands_in(stage.task):
            proof.failures.append(
                f"excluded.toml: {entry.rewriting!r}: the task does not say {entry.words!r}: "
                "give its exact words, or mend the check."
            )
        elif entry.rewriting not in needed:
            proof.failures.append(
                f"excluded.toml: {entry.rewriting!r} is not needed, since no such answer loses points: "
                "delete the entry."
            )


def _undecided_at_most(result: Result) -> bool:
    """Whether an answer ran, and each of its criteria is met or left to the teacher."""
    fine = (Status.MET, Status.UNDECIDED)
    return not result.stopped and all(one.status in fine for one in result.verdict.judgements)


def _lost(result: Result) -> str:
    """Say why a right answer lost points; "" when it kept them."""
    if result.verdict.points == result.verdict.max_points:
        return ""
    left = [judged for judged in result.verdict.judgements if judged.status is Status.UNDECIDED]
    told = f"left to the teacher: {_words(left)}" if left else _words(_missed(result.verdict))
    return result.stopped or result.error or told


def _right(stage: Stage, proof: Proof, tried: Try, result: Result, _: Sequence[Equivalent]) -> None:
    why = _lost(result)
    proof.right.add(not why)
    if why:
        proof.failures.append(f"{_called(tried)} must get all points and loses some: {why}")


def _wrong(stage: Stage, proof: Proof, tried: Try, result: Result, _: Sequence[Equivalent]) -> None:
    missed = _missed(result.verdict)
    loses, says = (tried.answer.loses, tried.answer.says) if tried.answer else ((), ())
    found, asked = {judged.name for judged in missed}, set(loses)
    proof.wrong.add(found == asked)
    kept = (asked - found) & _names(stage)  # a name that is no criterion's is told with its line
    if kept:
        proof.failures.append(f"{_called(tried)} keeps points it should lose: {_list(kept)}")
    if found - asked:
        extra = [judged for judged in missed if judged.name not in asked]
        proof.failures.append(f"{_called(tried)} loses points it should keep: {_words(extra)}")
    # Messages of criteria that should be kept do not count: they would name another mistake.
    said = _words([judged for judged in missed if judged.name in asked]).casefold()
    unsaid = [words for words in says if words.casefold() not in said]
    proof.messages.add(not unsaid)
    if unsaid and asked <= found:
        proof.failures.append(f"{_called(tried)}: no message says {_list(unsaid)}; they say: {said}")


def _mutant(
    stage: Stage, proof: Proof, tried: Try, result: Result, equivalents: Sequence[Equivalent]
) -> None:
    if tried.mutant and any(entry.fits(tried.mutant, stage.reference) for entry in equivalents):
        proof.equivalent += 1
        return
    caught = result.verdict.points < result.verdict.max_points
    proof.mutants.add(caught)
    proof.raised += caught and bool(result.error or result.stopped)
    if not caught:
        proof.survivors.append(tried.name)
    if result.error or result.stopped:
        return
    missed = sum(judged.status is Status.MISSED for judged in result.verdict.judgements)
    proof.lost += [0] * (missed + 1 - len(proof.lost))
    proof.lost[missed] += 1
    if missed > FEW and tried.mutant:
        proof.broad.append(tried.mutant.operator)


def _stub(stage: Stage, proof: Proof, tried: Try, result: Result, _: Sequence[Equivalent]) -> None:
    _nothing(proof, proof.blank, tried, result)


def _noise(stage: Stage, proof: Proof, tried: Try, result: Result, _: Sequence[Equivalent]) -> None:
    _nothing(proof, proof.noise, tried, result)


def _nothing(proof: Proof, count: Count, tried: Try, result: Result) -> None:
    """Nothing was done, so nothing may be earned, and each criterion says kindly what it looked for."""
    problem = result.stopped
    if result.verdict.points:
        met = [judged.name for judged in result.verdict.judgements if judged.points]
        problem = f"earns {result.verdict.points:g} points: {_list(met)}"
    for judged in () if result.verdict.unattempted else _missed(result.verdict):
        if not (judged.expected and judged.found) or "Traceback" in _words([judged]):
            problem = f"criterion {judged.name!r} has no kind message: {_words([judged])}"
    count.add(not problem)
    if problem:
        proof.failures.append(f"{_called(tried)}: {problem}")


_WEIGH = {"right": _right, "wrong": _wrong, "mutant": _mutant, "stub": _stub, "noise": _noise}


def _stability(proof: Proof, results: Mapping[Try, Result], seeded: Mapping[Try, Sequence[Result]]) -> None:
    for tried, others in seeded.items():
        all_of_it = [results[tried], *others]
        statuses = {tuple(judged.status for judged in one.verdict.judgements) for one in all_of_it}
        proof.stable.add(len(statuses) == 1)
        if len(statuses) > 1:
            lost = sum(one.verdict.points < one.verdict.max_points for one in all_of_it)
            proof.failures.append(
                f"{_called(tried)} comes out differently with other seeds: "
                f"{lost} of {len(all_of_it)} runs lose points"
            )
        scores = defaultdict(list)
        for one in all_of_it:
            for score in one.scores:
                scores[score.what, score.bar, score.above].append(score.value)
        for (what, bar, above), values in scores.items():
            deviation = statistics.stdev(values) if len(values) > 1 else 0.0
            margin = Margin(tried.name, what, bar, statistics.fmean(values), deviation, len(values), above)
            proof.margins.append(margin)
            if not margin.distance >= DEVIATIONS:
                proof.failures.append(
                    f"{_called(tried)}: {what} is {margin.mean:.4g} on average with a deviation of "
                    f"{deviation:.2g}: {margin.distance:.1f} deviations from the bar at {bar:g}, "
                    f"and {DEVIATIONS:g} are asked for"
                )


def _names(stage: Stage) -> set[str]:
    return {criterion.name for criterion in stage.exercise.criteria}


def _folder(stage: Stage) -> str:
    return f"solutions/answers/{stage.exercise.lesson}/{stage.exercise.name}"


def _missed(verdict: Verdict) -> list[Judgement]:
    return [judged for judged in verdict.judgements if judged.status is not Status.MET]


def _words(missed: Sequence[Judgement]) -> str:
    return "; ".join(
        f"{judged.name} (expected {judged.expected}, found {judged.found}. {judged.hint})"
        for judged in missed
    )


def _list(names: Sequence[str] | set[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))


def _called(tried: Try) -> str:
    return (
        f"{tried.group} answer {tried.name}"
        if tried.group in ("right", "wrong", "rewritten")
        else f"{tried.group}, {tried.name}"
    )
