"""The program `coursework`."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

from graders.errors import CourseError

# jsonschema imports this to check a format that no notebook uses, which takes longer than all of nbgrader.
sys.modules.setdefault("rfc3987_syntax", None)

SUBCOMMANDS = {
    "build": ("graders.build.command", "build lessons from their sources"),
    "demo": ("graders.pipeline.demo", "release, grade and report a sample class"),
    "grade": ("graders.pipeline.command", "grade the submissions of a lesson"),
    "prove": ("graders.prove.command", "test the hidden checks with right and wrong answers"),
    "report": ("graders.pipeline.report", "show how a class did in a lesson"),
    "bundle": ("graders.build.bundle", "make the folder that a learner gets"),
    "doctor": ("graders.kernels.doctor", "tell what this machine offers for grading"),
}
"""Each subcommand: the module with its `add_arguments(parser)` and `run(args) -> int`, and what it does."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Its arguments; those of the process when left out.

    Returns:
        The exit status: 0 when all went well, 1 when not, 2 for wrong arguments, 130 when interrupted.
    """
    argv = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="coursework", description="Build, grade and hand out the course.")
    listed = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    known = {name: entry for name, entry in SUBCOMMANDS.items() if importlib.util.find_spec(entry[0])}
    asked = next((word for word in argv if not word.startswith("-")), None)
    for name, (module, summary) in known.items():
        subparser = listed.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == asked:  # only the module that is asked for is imported
            chosen = importlib.import_module(module)
            chosen.add_arguments(subparser)
            subparser.set_defaults(run=chosen.run)
    args = parser.parse_args(argv)
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
