"""What runs beside a learner's code, and ships to learners.

Where the course's data are (`coursework.data`), the first lines of every lesson (`coursework.setup`), the
taking of evidence (`coursework.evidence`) with the format of its document, and the program `coursework`. It
holds no hidden check and no expected answer, and imports nothing of `graders`.

    import coursework

    data = coursework.setup(seed=42)
"""

from coursework.data import data_folder
from coursework.errors import CourseError
from coursework.lesson import setup

__all__ = ["CourseError", "data_folder", "setup"]
