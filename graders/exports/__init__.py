"""Marks where teachers need them: one module for each format of another system.

A format is a function from what a class got to an `Export`: the text of each file, and a sentence for
everything that a teacher has to know about it. It writes nothing and looks nothing up.
"""

from graders.exports.base import Export, Options

__all__ = ["Export", "Options"]
