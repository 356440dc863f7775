"""Stored answers: the bank that proves the hidden checks, and the sample class that walks the whole cycle.

Answers are stored as the source of one solution cell each; `fill` puts them into a released notebook.
"""

from graders.answers.bank import Answer, answers
from graders.answers.notebook import fill
from graders.answers.sample_class import Student, sample_class

__all__ = ["Answer", "Student", "answers", "fill", "sample_class"]
