"""What a class's learners tried: a database of SQLAlchemy's, SQLite or PostgreSQL."""

import datetime
import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from coursework.verdict import Verdict
from graders.errors import CourseError

TEACHER = "teacher"
"""The name under which the teacher's token is kept; it stands for no learner."""

_META = MetaData()
_TOKENS = Table(
    "service_tokens",
    _META,
    Column("name", String(200), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
)
_ATTEMPTS = Table(
    "service_attempts",
    _META,
    Column("id", String(64), primary_key=True),
    Column("time", DateTime, nullable=False, index=True),
    Column("learner", String(200), nullable=False, index=True),
    Column("lesson", String(100), nullable=False),
    Column("exercise", String(100), nullable=False),
    Column("answer", String(64), nullable=False),
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    Column("judgements", JSON, nullable=False),
)


@dataclass(frozen=True)
class Attempt:
    """One try of one learner.

    Args:
        learner: Whose.
        lesson: The lesson's name.
        exercise: The exercise's name.
        answer: Digest of the answer.
        points: Points earned.
        max_points: Points that could be earned.
        judgements: Each criterion's name, status and hint.
        id: Tells the try from all others.
        time: When it was kept, in UTC.
    """

    learner: str
    lesson: str
    exercise: str
    answer: str
    points: float
    max_points: float
    judgements: list[dict[str, Any]]
    id: str = ""
    time: datetime.datetime = datetime.datetime.min


class Attempts:
    """Tokens and tries of a class.

    Args:
        db_url: SQLAlchemy's address of the database; its tables are made when missing.

    Raises:
        CourseError: The database cannot be used.
    """

    def __init__(self, db_url: str) -> None:
        try:
            self._engine = create_engine(db_url)
            _META.create_all(self._engine)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise CourseError(f"The database {db_url} cannot be used: {_first_line(error)}") from error

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def new_tokens(self, names: Iterable[str], renewed: Collection[str] = ()) -> dict[str, str]:
        """Give tokens to those who have none yet; the database keeps digests alone.

        Args:
            names: Learners, and perhaps `TEACHER`.
            renewed: Those of them whose old tokens end.

        Returns:
            The new tokens by name.
        """
        with self._engine.begin() as connection:
            connection.execute(delete(_TOKENS).where(_TOKENS.c.name.in_(renewed)))
            known = set(connection.execute(select(_TOKENS.c.name)).scalars())
            made = {name: secrets.token_urlsafe(24) for name in names if name not in known}
            if made:
                rows = [{"name": name, "digest": digest_of(token)} for name, token in made.items()]
                connection.execute(insert(_TOKENS), rows)
        return made

    def names(self) -> dict[str, str]:
        """Give everybody's name by the digest of their token (see `digest_of`)."""
        with self._engine.connect() as connection:
            return {row.digest: row.name for row in connection.execute(select(_TOKENS))}

    def add(self, number: str, learner: str, verdict: Verdict, answer: str) -> bool:
        """Note a try, once.

        Args:
            number: The try's own number, which its learner's kernel gave it.
            learner: Whose it is.
            verdict: How it came out.
            answer: Digest of the answer.

        Returns:
            False when it was there already.
        """
        judgements = [
            {"name": each.name, "status": each.status.value, "hint": each.hint} for each in verdict.judgements
        ]
        row = {
            "id": hashlib.sha256(f"{learner}\0{number}".encode()).hexdigest(),
            "time": datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
            "learner": learner,
            "lesson": verdict.lesson,
            "exercise": verdict.exercise,
            "answer": answer[:64],
            "points": verdict.points,
            "max_points": verdict.max_points,
            "judgements": judgements,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_ATTEMPTS).values(row))
        except IntegrityError:
            return False
        return True

    def all(self, since: datetime.datetime = datetime.datetime.min) -> list[Attempt]:
        """Give tries, in the order of time.

        Args:
            since: The time from which on they are given, in UTC.

        Returns:
            The tries.
        """
        chosen = select(_ATTEMPTS).where(_ATTEMPTS.c.time >= since).order_by(_ATTEMPTS.c.time)
        with self._engine.connect() as connection:
            return [
                Attempt(
                    row.learner,
                    row.lesson,
                    row.exercise,
                    row.answer,
                    row.points,
                    row.max_points,
                    row.judgements,
                    row.id,
                    row.time,
                )
                for row in connection.execute(chosen)
            ]


def digest_of(token: str) -> str:
    """Give what the database keeps of a token.

    Args:
        token: The token.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
