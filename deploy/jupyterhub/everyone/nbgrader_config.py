"""nbgrader's exchange, as teacher and learners find it from wherever they are."""

import tomllib
from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "keras_coursework"
c.Exchange.root = tomllib.loads(Path(__file__).resolve().parents[1].joinpath("class.toml").read_text())["exchange"]
