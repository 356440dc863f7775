"""What a learner sees below a check cell, as HTML and as text."""

from html import escape
from typing import Any

from coursework.verdict import Status, Verdict

FRESH = "Practice: what counts is a fresh run of the whole notebook."


class Practice:
    """A verdict while working.

    Args:
        verdict: The verdict.
        remarks: Further sentences below it.
        site: Address of the course's site; empty when there is none.
    """

    def __init__(self, verdict: Verdict, remarks: tuple[str, ...] = (), site: str = "") -> None:
        self.verdict, self._below, self._site = verdict, " ".join([FRESH, *remarks]), site

    def headline(self) -> str:
        """Say in one sentence how the exercise came out."""
        verdict = self.verdict
        if any(judgement.status is Status.UNDECIDED for judgement in verdict.judgements):
            return (
                f"{verdict.exercise}: {verdict.points:g} of {verdict.max_points:g} points so far. A part of "
                "the answer cannot be looked into; a person has to."
            )
        if verdict.needs_teacher:
            return (
                f"{verdict.exercise}: {verdict.points:g} of {verdict.max_points:g} points so far. A check of "
                "the course failed, which is not your mistake."
            )
        return verdict.headline()

    def __str__(self) -> str:
        """The verdict as lines of text."""
        _, _, rest = str(self.verdict).partition("\n")
        return "\n".join(line for line in (self.headline(), rest, self._below) if line)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        table = self.verdict.to_html(headline=self.headline(), links=True, site=self._site)
        return {"text/plain": str(self), "text/html": f"{table}<p><em>{escape(self._below)}</em></p>"}


class Said:
    """One sentence or some lines below a cell.

    Args:
        text: The text; every line of it is a paragraph in HTML.
        preformatted: Whether its spaces and line ends count, as in code.
    """

    def __init__(self, text: str, *, preformatted: bool = False) -> None:
        self._text, self._preformatted = text, preformatted

    def __str__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        if self._preformatted:
            return {"text/plain": self._text, "text/html": f"<pre>{escape(self._text)}</pre>"}
        lines = "".join(f"<p><em>{escape(line)}</em></p>" for line in self._text.splitlines())
        return {"text/plain": self._text, "text/html": lines}
