"""The one kind of error that the course's programs show to a person."""


class CourseError(Exception):
    """Something the person at the keyboard can mend.

    Args:
        sentence: One clear sentence: what is wrong, where, and what to do next.
    """
