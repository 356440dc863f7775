"""The program `coursework`.

Its commands come from the packages that are installed: each names a table of them under the entry point group
`coursework.commands`. A learner's bundle has this package's own; the teacher's are there where `graders` is.
"""

import argparse
import importlib
import importlib.metadata
import sys
from collections.abc import Mapping, Sequence

from coursework.errors import CourseError

GROUP = "coursework.commands"

COMMANDS: dict[str, tuple[str, str]] = {
    "doctor": ("coursework.doctor", "tell whether everything that a lesson needs is in place"),
    "lab": ("coursework.lab", "open JupyterLab on a working copy of the lessons"),
    "progress": ("coursework.desk.command", "show how far you are in the lessons"),
}
"""This package's commands: each with its module, which has `add_arguments(parser)`, `run(args) -> int` and an
`EXAMPLE` that `--help` shows, and what it does."""


def installed_commands() -> dict[str, tuple[str, str]]:
    """Give the commands of every installed package.

    Returns:
        Each command's module and what it does, under its name; where two packages have one of the same name,
        the one that builds on the other, `graders`, which comes later in the alphabet.
    """
    found: dict[str, tuple[str, str]] = {}
    for entry in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda entry: entry.name):
        table: Mapping[str, tuple[str, str]] = entry.load()
        found |= table
    return found


def parser_for(asked: str | None) -> argparse.ArgumentParser:
    """Make the program's parser.

    Args:
        asked: The command whose options it reads. Of the others it knows what they do: only the module that
            is asked for is imported.

    Returns:
        The parser.
    """
    parser = argparse.ArgumentParser(prog="coursework", description="Build, grade and hand out the course.")
    listed = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    for name, (module, summary) in installed_commands().items():
        subparser = listed.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == asked:
            chosen = importlib.import_module(module)
            chosen.add_arguments(subparser)
            subparser.set_defaults(run=chosen.run)
            subparser.epilog = f"Example: {getattr(chosen, 'EXAMPLE', subparser.prog)}"
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Its arguments; those of the process when left out.

    Returns:
        The exit status: 0 when all went well, 1 when not, 2 for wrong arguments, 130 when interrupted.
    """
    argv = list(sys.argv[1:] if argv is None else argv)
    args = parser_for(next((word for word in argv if not word.startswith("-")), None)).parse_args(argv)
    try:
        return args.run(args)
    except CourseError as error:
        print(f"coursework: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away, `coursework … | head`
        return 1
    except KeyboardInterrupt:
        print("coursework: interrupted.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
