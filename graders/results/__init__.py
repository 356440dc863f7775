"""What a class got: gradebook and graded notebooks, read together for exports, reports and regrading.

Nothing here grades or writes a score.
"""

from graders.results.excused import read_excused
from graders.results.read import (
    ClassResults,
    LessonResults,
    Mark,
    Person,
    Result,
    State,
    course_directory,
    read_class,
    reading_gradebook,
)

__all__ = [
    "ClassResults",
    "LessonResults",
    "Mark",
    "Person",
    "Result",
    "State",
    "course_directory",
    "read_class",
    "read_excused",
    "reading_gradebook",
]
