"""The teacher's page: how a class is doing now."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from coursework.verdict import Status
from graders.desk.attempts import Attempt

SECONDS = 15
"""How often the page is loaded again."""
STUCK = 3
"""So many different tries in a row without a new criterion, and somebody is stuck."""
_MOST = 10

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #888; }
th, td { text-align: left; overflow-wrap: anywhere; } .number { text-align: right; white-space: nowrap; }
:root { color-scheme: light dark; }
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

    def add(self, attempt: Attempt) -> None:
        met = {each["name"] for each in attempt.judgements if each["status"] == Status.MET}
        self.missed = {
            each["name"]: each["hint"] for each in attempt.judgements if each["status"] == Status.MISSED
        }
        # Only tries without a new criterion count towards being stuck.
        self.since = set() if met - self.met else self.since | {attempt.answer}
        self.met |= met
        self.tried.add(attempt.answer)
        self.best, self.most = max(self.best, attempt.points), attempt.max_points

    @property
    def stuck(self) -> bool:
        return self.best < self.most and len(self.since) >= STUCK


def page(attempts: Sequence[Attempt], *, names_hidden: bool = False) -> str:
    """Write the page.

    Args:
        attempts: All tries, in the order of time.
        names_hidden: Whether learners stand there as numbers.

    Returns:
        HTML that loads itself again; every text in it is escaped.
    """
    ways: dict[tuple[str, str], dict[str, _Way]] = defaultdict(lambda: defaultdict(_Way))
    for attempt in attempts:
        ways[attempt.lesson, attempt.exercise][attempt.learner].add(attempt)
    learners = sorted({attempt.learner for attempt in attempts})
    shown = {
        name: f"learner {number}" if names_hidden else name for number, name in enumerate(learners, start=1)
    }
    exercises, stuck = [], []
    now: Counter[tuple[str, str, str]] = Counter()
    for (lesson, exercise), each in sorted(ways.items()):
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
    address, words = ("class", "Show names") if names_hidden else ("class?names=hidden", "Hide names")
    body = [
        f'<p>{len(learners)} learners, {len(attempts)} tries. <a href="{address}">{words}</a></p>',
        _table("Who is stuck", ["Learner", "Exercise", "Tries in vain"], stuck, numbers=1),
        _table("Missed most now", ["Exercise", "Criterion", "Hint", "Learners"], misconceptions, numbers=1),
        _table("Exercises", ["Exercise", "Tried by", "All points", "Mean", "Tries"], exercises, numbers=4),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The class now</title>'
        f'<meta http-equiv="refresh" content="{SECONDS}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>The class now</h1>{''.join(body)}</body></html>"
    )


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
