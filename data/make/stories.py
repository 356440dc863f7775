"""Make the stories: people and a dog move about and carry things; a question asks where one of them is.

Made by the course, with no source but this program. `story(draw)` is the whole of its world.
"""

import random
from pathlib import Path
from typing import NamedTuple

from shipping import run, write_table

ROWS = 12_000
SEED = 404
# Everybody keeps to places of their own, so that who is where is a matter of order alone.
PLACES = {
    "Ana": ["kitchen", "hall", "office", "attic"],
    "Ben": ["school", "station", "bakery", "library"],
    "The dog": ["garden", "park", "barn", "street"],
}
THINGS = {"Ana": "key", "Ben": "bag", "The dog": "ball"}
WENT = ["went to", "walked to", "ran to", "came to", "hurried to", "moved to"]
TOOK = ["took", "picked up", "grabbed"]
LEFT = ["left", "dropped", "put down"]
FEWEST, MOST = 4, 8  # sentences


class Story(NamedTuple):
    """A story, a question about how it ends, and the answer, one word."""

    story: str
    question: str
    answer: str


def story(draw: random.Random) -> Story:
    """Tell one story with a question that it answers.

    Whoever holds a thing carries it along; a thing put down stays where it is. Only somebody who was seen
    to go somewhere, or a thing that such a one has held, is asked for.
    """
    place: dict[str, str] = {}
    holding: set[str] = set()
    lying: dict[str, str] = {}  # where the thing of somebody was put down
    sentences = []
    for _ in range(draw.randint(FEWEST, MOST)):
        who = draw.choice(list(PLACES))
        thing = THINGS[who]
        here = place.get(who)
        may_take = here and who not in holding and lying.get(who, here) == here
        if who in holding and draw.random() < 0.3:
            holding.remove(who)
            lying[who] = here
            sentences.append(f"{who} {draw.choice(LEFT)} the {thing}.")
        elif may_take and draw.random() < 0.5:
            holding.add(who)
            lying.pop(who, None)
            sentences.append(f"{who} {draw.choice(TOOK)} the {thing}.")
        else:
            place[who] = draw.choice([room for room in PLACES[who] if room != here])
            sentences.append(f"{who} {draw.choice(WENT)} the {place[who]}.")
    things = {THINGS[who]: place[who] for who in holding} | {THINGS[who]: spot for who, spot in lying.items()}
    if things and draw.random() < 0.5:
        thing = draw.choice(sorted(things))
        question, answer = f"Where is the {thing}?", things[thing]
    else:
        who = draw.choice(sorted(place))
        question, answer = f"Where is {who.replace('The', 'the')}?", place[who]
    return Story(" ".join(sentences), question, answer)


def stories(rows: int, seed: int) -> list[Story]:
    """Tell `rows` stories, no two alike; the same `seed` tells the same ones."""
    draw = random.Random(seed)
    told: dict[str, Story] = {}
    while len(told) < rows:
        new = story(draw)
        told.setdefault(new.story, new)
    return list(told.values())


def make(_: Path, data: Path) -> dict[str, dict]:
    """Write the stories; nothing is fetched; see `shipping.Maker`."""
    facts = write_table(data / "stories/stories.csv.gz", Story._fields, stories(ROWS, SEED))
    return {"stories/stories.csv.gz": facts}


if __name__ == "__main__":
    run("stories", make, __doc__)
