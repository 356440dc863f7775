"""The one kind of error that the course's programs show to a person."""

from coursework.errors import CourseError

__all__ = ["CourseError"]
