"""`coursework tokens`: a token for each learner of a class, and one for the teacher."""

import argparse
import csv
import os
from pathlib import Path

from graders.desk.attempts import TEACHER, Attempts
from graders.errors import CourseError

DB_URL = "sqlite:///checks.db"
"""The service's database where none is named."""


EXAMPLE = "coursework tokens class.csv --to tokens.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework tokens`."""
    parser.add_argument("table", metavar="CLASS.csv", type=Path, help="a table with a column `id`")
    parser.add_argument("--db", metavar="URL", default=DB_URL, help=f"the service's database ({DB_URL})")
    parser.add_argument(
        "--renew",
        metavar="ID",
        nargs="+",
        default=[],
        help=f"new tokens for these, whose old ones end at once ({TEACHER} for your own)",
    )
    parser.add_argument(
        "--to", metavar="FILE", type=Path, default=Path("tokens.csv"), help="where to write them (tokens.csv)"
    )


def run(args: argparse.Namespace) -> int:
    """Give tokens to those of a class who have none, and write them down.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0.

    Raises:
        CourseError: The table cannot be read, a name is not in it, or the file is there already.
    """
    names = learners(args.table)
    if unknown := [name for name in args.renew if name not in (TEACHER, *names)]:
        raise CourseError(f"{args.table} has nobody with the id {unknown[0]!r}, whose token you renew.")
    if args.to.exists():
        raise CourseError(f"{args.to} is there already: name another file with --to, or move that one away.")
    attempts = Attempts(args.db)
    try:
        made = attempts.new_tokens([TEACHER, *names], renewed=args.renew)
    finally:
        attempts.close()
    if not made:
        print("Everybody in the table has a token already.")
        return 0
    # Only its owner may read it.
    with open(os.open(args.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "token"])
        writer.writerows(made.items())
    print(f"{args.to}: {len(made)} new tokens; give each learner their own, and keep `{TEACHER}` yourself.")
    return 0


def learners(path: Path) -> list[str]:
    """Read the learners of a class.

    Args:
        path: A table with a column `id`.

    Returns:
        The ids, in order.

    Raises:
        CourseError: It is no such table.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read as a table: {error}.") from error
    names = [str(row.get("id") or "").strip() for row in rows]
    if not names or not all(names):
        raise CourseError(f"{path} needs a column `id` with a learner's id in each row.")
    if TEACHER in names or len(set(names)) < len(names) or max(map(len, names)) > 200:
        raise CourseError(
            f"{path}: ids must differ, be at most 200 characters long, and none is `{TEACHER}`."
        )
    return names
