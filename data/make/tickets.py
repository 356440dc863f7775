"""Make the support tickets: title, body and tags of a message, and what a good clerk makes of it.

Made by the course, with no source but this program and the words in `ticket_words.py`. First the facts of a
ticket are drawn, then the text that tells them; priority, department and difficulty follow from the facts. So
every label can be told from the text, apart from the few that are wrong on purpose (`NOISE`).
"""

import calendar
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import ticket_words as words
from shipping import run, write_table

ROWS = 12_000
SEED = 303
NOISE = 0.03  # share of tickets whose label is replaced by another one, for each of the three labels apart
SHARES = {"account": 0.19, "billing": 0.22, "sales": 0.14, "shipping": 0.20, "technical": 0.25}
# How much it hurts (impact 0, 1, 2), as weights: a question before buying seldom stops anybody's work.
IMPACT_WEIGHTS = {
    "account": [3, 4, 3],
    "billing": [3, 5, 2],
    "sales": [6, 3, 1],
    "shipping": [2, 5, 3],
    "technical": [2, 4, 4],
}
DIFFICULTIES = ["quick", "medium", "difficult"]
USUAL_CASE = 2  # of five cases, which stand in the order of their hardness
PLAIN_TITLE, PLAIN_BODY, AREA_TAG = 0.55, 0.65, 0.6  # how often each of the three tells the department


class Facts(NamedTuple):
    """What is true of a ticket, before anybody writes it down."""

    department: str
    hardness: int  # of the case itself, 0 to 2
    scope: int  # 0 one thing, 1 several, 2 everything
    impact: int  # 0 nothing much, 1 a nuisance, 2 all stands still
    deadline: int  # 1 soon
    tried: int  # 1 the usual steps did not help
    plan: int  # 0 basic, 1 plus, 2 business


class Ticket(NamedTuple):
    """One row of the table."""

    title: str
    body: str
    tags: str
    priority: int
    department: str
    difficulty: str


def priority(facts: Facts) -> int:
    """Return 1 when a ticket goes first: it hurts, is due, hurts many, came back, or the plan promises speed.

    What does not hurt waits, however soon somebody wants it and whatever they pay.
    """
    if facts.impact == 0:
        return 0
    return int(2 * facts.impact + facts.deadline + facts.scope + facts.tried + (facts.plan == 2) >= 5)


def difficulty(facts: Facts) -> str:
    """Return how long the work takes: hard cases that hurt many and resist the usual steps take longest.

    Hardness goes with the department, the rest with the priority, so what a model has learned for those two
    tells much about this one.
    """
    effort = 2 * facts.hardness + facts.scope + facts.impact + facts.tried
    return DIFFICULTIES[0 if effort <= 2 else 1 if effort <= 4 else 2]


class _Writer:
    """Fills the names in braces of one ticket, each name with one value throughout."""

    def __init__(self, draw: random.Random):
        device, other_device = draw.sample(words.DEVICES, 2)
        name, signer, clerk, colleague, other_colleague = draw.sample(words.NAMES, 5)
        amount, other_amount = draw.sample(range(9, 480), 2)
        self._values: Mapping[str, str] = {
            "device": device,
            "other_device": other_device,
            "name": name,
            "signer": signer,
            "clerk": clerk,
            "colleague": colleague,
            "other_colleague": other_colleague,
            "amount": str(amount),
            "other_amount": str(other_amount),
            "place": draw.choice(words.PLACES),
            "day": draw.choice(words.DAYS),
            "month": draw.choice(calendar.month_name[1:]),
            "count": str(draw.randint(3, 60)),
            "years": str(draw.randint(2, 9)),
            "order": f"{draw.choice('ABCDEFGH')}{draw.randint(10_000, 99_999)}",
            "since": draw.choice(words.SINCE),
        }
        self._draw = draw

    def write(self, sentences: list[str]) -> str:
        """Choose one of the sentences and fill it in; `since` may itself hold a name, so fill twice."""
        chosen = self._draw.choice(sentences)
        return chosen.format_map(self._values).format_map(self._values)


def _draw_facts(draw: random.Random) -> tuple[Facts, list[str], list[str]]:
    """Draw the facts of a ticket with the plain titles and plain sentences that tell its case."""
    department = draw.choices(list(SHARES), weights=list(SHARES.values()))[0]
    hardness, titles, troubles = draw.choice(words.CASES[department])
    facts = Facts(
        department=department,
        hardness=hardness,
        scope=draw.choices([0, 1, 2], weights=[5, 3, 2])[0],
        impact=draw.choices([0, 1, 2], weights=IMPACT_WEIGHTS[department])[0],
        deadline=draw.choices([0, 1], weights=[3, 2])[0],
        tried=draw.choices([0, 1], weights=[3, 2])[0],
        plan=draw.choices([0, 1, 2], weights=[4, 3, 3])[0],
    )
    return facts, titles, troubles


def _tags(draw: random.Random, facts: Facts, told: bool) -> str:
    """Tag a ticket; `told` says that title or body tell the department, else a tag has to tell it alone."""
    tags = [words.PLANS[facts.plan], draw.choice(words.CHANNELS)]
    area = words.AREA_TAGS[facts.department]
    if not told:
        tags.append(draw.choice(area[:-1]))
    elif draw.random() < AREA_TAG:
        tags.append(draw.choice(area))
    tags += draw.sample(words.SIDE_TAGS, draw.choice([0, 0, 1, 2]))
    draw.shuffle(tags)
    return "|".join(tags)


def ticket(draw: random.Random) -> tuple[Ticket, Ticket]:
    """Draw one ticket; return it with its right labels, and as shipped, where a few are wrong."""
    facts, titles, troubles = _draw_facts(draw)
    writer = _Writer(draw)
    plain_title, plain_body = draw.random() < PLAIN_TITLE, draw.random() < PLAIN_BODY
    if not (plain_title or plain_body):  # then the case is told nowhere, and a clerk assumes the usual one
        usual = words.CASES[facts.department][USUAL_CASE]
        facts = facts._replace(hardness=usual[0])

    title = writer.write(titles if plain_title else words.VAGUE_TITLES)
    title = title[0].upper() + title[1:]
    if draw.random() < 0.2:
        title = draw.choice(words.TITLE_PREFIXES) + title
    trouble = writer.write(troubles if plain_body else words.VAGUE_TROUBLES)
    middle = [
        writer.write(words.SCOPES[facts.scope]),
        writer.write(words.IMPACTS[facts.impact]),
        writer.write(words.DEADLINES[facts.deadline]),
        writer.write(words.TRIED[facts.tried]),
    ]
    middle += [writer.write([filler]) for filler in draw.sample(words.FILLERS, draw.choice([0, 1, 1, 2]))]
    draw.shuffle(middle)
    middle.insert(draw.choice([0, 0, 0, 1]), trouble)
    sentences = [writer.write(words.GREETINGS), *middle, writer.write(words.CLOSINGS)]
    body = re.sub(r"\s+", " ", " ".join(sentences)).strip()
    right = Ticket(
        title=title,
        body=body,
        tags=_tags(draw, facts, told=plain_title or plain_body),
        priority=priority(facts),
        department=facts.department,
        difficulty=difficulty(facts),
    )
    shipped = right
    if draw.random() < NOISE:
        shipped = shipped._replace(priority=1 - right.priority)
    if draw.random() < NOISE:
        others = [name for name in words.DEPARTMENTS if name != right.department]
        shipped = shipped._replace(department=draw.choice(others))
    if draw.random() < NOISE:
        others = [name for name in DIFFICULTIES if name != right.difficulty]
        shipped = shipped._replace(difficulty=draw.choice(others))
    return right, shipped


def tickets(rows: int, seed: int) -> list[tuple[Ticket, Ticket]]:
    """Draw `rows` tickets, no two with the same body, each as in `ticket`; one `seed`, one result."""
    draw = random.Random(seed)
    drawn: dict[str, tuple[Ticket, Ticket]] = {}
    while len(drawn) < rows:
        right, shipped = ticket(draw)
        drawn.setdefault(right.body, (right, shipped))
    return list(drawn.values())


def make(_: Path, data: Path) -> dict[str, dict]:
    """Write the tickets; nothing is fetched; see `shipping.Maker`."""
    rows = [shipped for _, shipped in tickets(ROWS, SEED)]
    return {
        "tickets/tickets.csv.gz": write_table(data / "tickets/tickets.csv.gz", Ticket._fields, rows),
    }


if __name__ == "__main__":
    run("tickets", make, __doc__)
