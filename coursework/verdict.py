"""The examiner's result: points and a message per criterion."""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from html import escape

from coursework.plain import Json
from coursework.site import place, task


class Status(StrEnum):
    """How one criterion came out."""

    MET = "met"
    MISSED = "missed"
    UNATTEMPTED = "unattempted"
    UNJUDGED = "unjudged"
    UNDECIDED = "undecided"
    """The answer may well be right, and only a person can tell."""


FOR_TEACHER = frozenset({Status.UNJUDGED, Status.UNDECIDED})


@dataclass(frozen=True)
class Judgement:
    """One criterion of one answer, judged.

    Args:
        name: The criterion's name.
        status: How it came out.
        points: Points earned.
        max_points: Points that it is worth.
        expected: What was asked for; empty when met.
        found: What the answer has instead; empty when met.
        hint: What to do about it; may be empty.
        read: The heading in the lesson to read.
        fault: For the teacher alone: what went wrong in the course's own check. Never shown to a learner.
    """

    name: str
    status: Status
    points: float
    max_points: float
    expected: str = ""
    found: str = ""
    hint: str = ""
    read: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Verdict:
    """All criteria of one exercise, judged.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.
        judgements: One per criterion, in the exercise's order.
        note: What happened around the answer ("stopped after 60 s"); may be empty.
    """

    lesson: str
    exercise: str
    judgements: tuple[Judgement, ...]
    note: str = ""

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(judgement.points for judgement in self.judgements)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return sum(judgement.max_points for judgement in self.judgements)

    @property
    def unattempted(self) -> bool:
        """Whether the learner left the exercise as it was."""
        return any(judgement.status is Status.UNATTEMPTED for judgement in self.judgements)

    @property
    def needs_teacher(self) -> bool:
        """Whether a person has to judge a criterion."""
        return any(judgement.status in FOR_TEACHER for judgement in self.judgements)

    def to_dict(self) -> dict[str, object]:
        """Give the verdict as plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Json) -> "Verdict":
        """Read a verdict back from `to_dict`.

        Args:
            data: What `to_dict` gave.

        Returns:
            The verdict.
        """
        judgements = tuple(
            Judgement(**{**judgement, "status": Status(judgement["status"])})
            for judgement in data["judgements"]
        )
        return cls(data["lesson"], data["exercise"], judgements, data["note"])

    def headline(self) -> str:
        """Say in one sentence how the exercise came out."""
        score = f"{self.points:g} of {self.max_points:g} points"
        if self.unattempted:
            return f"{self.exercise}: not attempted yet, {score}. Have a go: wrong tries cost nothing."
        if any(judgement.status is Status.UNDECIDED for judgement in self.judgements):
            return (
                f"{self.exercise}: {score} so far. A part of the answer cannot be looked into; "
                "your teacher will look."
            )
        if self.needs_teacher:
            return f"{self.exercise}: {score} so far. A check of the course failed; your teacher will look."
        if self.points == self.max_points:
            return f"{self.exercise}: {score}. Well done."
        return f"{self.exercise}: {score}. What is missing stands below."

    def __str__(self) -> str:
        """The verdict as lines of text, for a terminal and for text/plain."""
        lines = [self.headline()]
        if self.note:
            lines.append(f"  note: {self.note}")
        if self.unattempted:
            return "\n".join(lines)
        for judgement in self.judgements:
            mark = _MARKS[judgement.status]
            lines.append(f"  [{mark}] {judgement.name}: {judgement.points:g}/{judgement.max_points:g}")
            for label, text in _explanations(judgement):
                lines.append(f"      {label}: {text}")
        return "\n".join(lines)

    def to_html(
        self,
        score: float | None = None,
        decision: str = "",
        *,
        headline: str = "",
        links: bool = False,
        site: str = "",
    ) -> str:
        """The verdict as an HTML table for notebooks and feedback pages; every text in it is escaped.

        There is no style sheet: JupyterLab's cleaning of outputs keeps `style` attributes, and only they
        outweigh its own rule that sets all tables right.

        Args:
            score: The points that count, when a teacher decided on them.
            decision: A sentence that says what the teacher decided; without one, the checks' points count.
            headline: Words above the table in place of `headline()`.
            links: Whether what to read is a link to that heading of the notebook.
            site: Address of the course's site, where what to read is a link to, and where the exercise's
                hints stand; empty when there is none.

        Returns:
            A headline, the note, and a row for each criterion; with a decision, two rows more compare them.
            With a site, a link to the task and its hints is last when something is missing.
        """
        rows = []
        for judgement in () if self.unattempted else self.judgements:
            explained = "".join(
                f"<br><em>{label}:</em> {marked(text)}" for label, text in _explanations(judgement)
            )
            if judgement.read and (links or site):
                explained = explained.replace(
                    _words(judgement.read), self._linked(judgement.read, links, site)
                )
            rows.append(
                f"<tr><td {_SIGN}>{_SIGNS[judgement.status]}</td>"
                f"<td {_LEFT}><strong>{escape(judgement.name)}</strong>{explained}</td>"
                f"<td {_RIGHT}>{judgement.points:g} / {judgement.max_points:g}</td></tr>"
            )
        headline, last_rows = headline or self.headline(), ""
        if decision:
            points = self.points if score is None else score
            headline = f"{self.exercise}: {points:g} of {self.max_points:g} points. {decision}"
            last_rows = "<tfoot>" + "".join(
                f'<tr><th scope="row" colspan="2" {_LEFT}>{label}</th>'
                f"<td {_RIGHT}>{given:g} / {self.max_points:g}</td></tr>"
                for label, given in (("What the checks gave", self.points), ("Your teacher's score", points))
            )
            last_rows += "</tfoot>"
        table = (
            f'<table class="table table-bordered"><thead><tr><th scope="col" {_LEFT}>Result</th>'
            f'<th scope="col" {_LEFT}>Criterion</th><th scope="col" {_RIGHT}>Points</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody>{last_rows}</table>"
            if rows
            else ""
        )
        note = f"<p><em>{escape(self.note)}</em></p>" if self.note else ""
        hints = ""
        if site and self.points < self.max_points:
            address = place(site, self.lesson, task(self.exercise))
            hints = f'<p><a href="{escape(address)}">The task and its hints</a>, on the course\'s site</p>'
        return f"<p><strong>{escape(headline)}</strong></p>{note}{table}{hints}"

    def _linked(self, heading: str, links: bool, site: str) -> str:
        """Give the words that name a heading as a link to it in the notebook, on the site, or to both."""
        words, there = _words(heading), place(site, self.lesson, heading) if site else ""
        if not links:
            return f'<a href="{escape(there)}">{words}</a>'
        here = f'<a href="#{escape(heading.replace(" ", "-"))}">{words}</a>'
        return f'{here}, or <a href="{escape(there)}">on the course\'s site</a>' if site else here

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": self.to_html()}


_LEFT = 'style="text-align: left"'
_SIGN, _RIGHT = (f'style="text-align: {side}; white-space: nowrap"' for side in ("left", "right"))
_MARKS = {
    Status.MET: "x",
    Status.MISSED: " ",
    Status.UNATTEMPTED: " ",
    Status.UNJUDGED: "?",
    Status.UNDECIDED: "?",
}
_SIGNS = {
    Status.MET: "✔ met",
    Status.MISSED: "✘ missed",
    Status.UNATTEMPTED: "not tried",
    Status.UNJUDGED: "? teacher",
    Status.UNDECIDED: "? teacher",
}


def marked(text: str) -> str:
    """Escape a text for HTML, and write what stands in backticks as code.

    Args:
        text: The text.
    """
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(text))


def _words(heading: str) -> str:
    """Name a heading of the lesson, in HTML."""
    return f"“{marked(heading)}” in this lesson"


def _explanations(judgement: Judgement) -> list[tuple[str, str]]:
    if judgement.status is Status.MET:
        return []
    parts = [
        ("expected", judgement.expected),
        ("found", judgement.found),
        ("hint", judgement.hint),
        ("read", f"“{judgement.read}” in this lesson" if judgement.read else ""),
    ]
    return [(label, text) for label, text in parts if text]
