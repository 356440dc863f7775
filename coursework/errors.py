"""The one kind of error that the course's programs and notebooks show to a person."""


class CourseError(Exception):
    """Something the person at the keyboard can mend.

    Args:
        sentence: One clear sentence: what is wrong, where, and what to do next.
    """

    def _render_traceback_(self) -> list[str]:
        """Have a notebook show the sentence alone: what led to it is the course's code, not the reader's."""
        return [str(self)]
