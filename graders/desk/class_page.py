"""The teacher's page: how a class is doing now."""

import datetime
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from coursework.verdict import Status
from graders.desk.attempts import Attempt, Attempts

SECONDS = 15
"""How often the page loads itself again; a page that is held does not."""
STUCK = 3
"""So many different tries in a row without a new criterion, and somebody is stuck."""
_MOST = 10
_LATE = datetime.timedelta(seconds=60)

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #888; }
th, td { text-align: left; overflow-wrap: anywhere; } .number { text-align: right; white-space: nowrap; }
:root { color-scheme: light dark; --page: #ffffff; --text: #1f2328; --link: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --text: #e6edf3; --link: #79b8ff; } }
body { background: var(--page); color: var(--text); } a { color: var(--link); }
"""


@dataclass
class _Way:
    """One learner's way through one exercise."""

    tried: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    since: set[str] = field(default_factory=set)
    missed: dict[str, str] = field(default_factory=dict)
    best: float = 0.0
    most: float = 0.0
    last: tuple[str, list[dict[str, Any]]] | None = None

    def add(self, attempt: Attempt) -> bool:
        """Take a try; whether it counts as one more.

        The same answer with the same outcome twice in a row is one try: a check that was interrupted in its
        kernel was judged all the same, and was then run again.
        """
        before, self.last = self.last, (attempt.answer, attempt.judgements)
        met = {each["name"] for each in attempt.judgements if each["status"] == Status.MET}
        self.missed = {
            each["name"]: each["hint"] for each in attempt.judgements if each["status"] == Status.MISSED
        }
        # Only tries without a new criterion count towards being stuck.
        self.since = set() if met - self.met else self.since | {attempt.answer}
        self.met |= met
        self.tried.add(attempt.answer)
        self.best, self.most = max(self.best, attempt.points), attempt.max_points
        return self.last != before

    @property
    def stuck(self) -> bool:
        return self.best < self.most and len(self.since) >= STUCK


class ClassNow:
    """A class as its tries tell it; it reads each of them once.

    Args:
        attempts: The class's tries.
    """

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts
        self._ways: dict[tuple[str, str], dict[str, _Way]] = defaultdict(lambda: defaultdict(_Way))
        self._learners: set[str] = set()
        self._tries = 0
        self._seen: dict[str, datetime.datetime] = {}
        self._until = datetime.datetime.min
        self._lock = threading.Lock()

    def page(self, *, names_hidden: bool = False, held: bool = False) -> str:
        """Write the page of the class as it is now.

        Args:
            names_hidden: Whether learners stand there as numbers.
            held: Whether it says that it stays as it is, and not that it loads itself again.

        Returns:
            HTML; every text in it is escaped.
        """
        with self._lock:
            self._read()
            return self._page(names_hidden=names_hidden, held=held)

    def _read(self) -> None:
        """Read what is new. A try may come into the database a moment after one that is younger."""
        late = self._until - _LATE if self._until > datetime.datetime.min else self._until
        for attempt in self._attempts.all(since=late):
            if attempt.id not in self._seen:
                self._seen[attempt.id] = attempt.time
                self._until = max(self._until, attempt.time)
                self._tries += self._ways[attempt.lesson, attempt.exercise][attempt.learner].add(attempt)
                self._learners.add(attempt.learner)
        self._seen = {name: time for name, time in self._seen.items() if time >= late}

    def _page(self, *, names_hidden: bool, held: bool) -> str:
        shown = {
            name: f"learner {number}" if names_hidden else name
            for number, name in enumerate(sorted(self._learners), start=1)
        }
        exercises, stuck = [], []
        now: Counter[tuple[str, str, str]] = Counter()
        for (lesson, exercise), each in sorted(self._ways.items()):
            done = sum(way.best == way.most for way in each.values())
            tries = sum(len(way.tried) for way in each.values())
            points = sum(way.best for way in each.values()) / len(each)
            most = max(way.most for way in each.values())
            exercises.append(
                [f"{lesson}/{exercise}", str(len(each)), str(done), f"{points:.1f} of {most:g}", str(tries)]
            )
            for learner, way in sorted(each.items()):
                if way.stuck:
                    stuck.append([shown[learner], f"{lesson}/{exercise}", str(len(way.since))])
                for criterion, hint in way.missed.items():
                    now[f"{lesson}/{exercise}", criterion, hint] += 1
        misconceptions = [[*words, str(count)] for words, count in now.most_common(_MOST)]
        names = _link(
            "Show names" if names_hidden else "Hide names", names_hidden=not names_hidden, held=held
        )
        updates = _link(
            "Go on updating" if held else "Stop updating", names_hidden=names_hidden, held=not held
        )
        how = "As it was when it was loaded." if held else f"Loads itself every {SECONDS} s."
        body = [
            f"<p>Learners: {len(shown)}. Tries: {self._tries}. {names}</p>",
            f"<p>{how} {updates}</p>",
            _table("Who is stuck", ["Learner", "Exercise", "Tries in vain"], stuck, numbers=1),
            _table(
                "Missed most now", ["Exercise", "Criterion", "Hint", "Learners"], misconceptions, numbers=1
            ),
            _table(
                "Exercises", ["Exercise", "Tried by", "All points", "Mean", "Tries"], exercises, numbers=4
            ),
        ]
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The class now</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{_STYLE}</style></head><body><main><h1>The class now</h1>{''.join(body)}</main>"
            "</body></html>"
        )


def _link(words: str, *, names_hidden: bool, held: bool) -> str:
    query = "&amp;".join(["names=hidden"] * names_hidden + ["updates=held"] * held)
    return f'<a href="class{"?" * bool(query)}{query}">{words}</a>'


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> str:
    if not rows:
        return f"<h2>{title}</h2><p>Nobody and nothing so far.</p>"

    def cells(tag: str, texts: Sequence[str]) -> str:
        first = len(texts) - numbers
        return "".join(
            f"<{tag}{' class=number' if at >= first else ''}>{escape(text)}</{tag}>"
            for at, text in enumerate(texts)
        )

    lines = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<h2>{title}</h2><table><thead><tr>{cells('th', head)}</tr></thead><tbody>{lines}</tbody></table>"
