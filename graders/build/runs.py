"""Finding one text inside another, whatever the spaces and punctuation between its words."""

import io
import re
import tokenize

WORDS, LETTERS = 6, 40
"""A run is at least `WORDS` words in a row that together, with single spaces, are at least `LETTERS`
characters long; a single word of that length is one too."""

_WORD = re.compile(r"\d+\.\d+|\w+")


def runs(text: str) -> set[str]:
    """Give every run of words in a text.

    Args:
        text: Any text or code.

    Returns:
        The runs, words joined by single spaces; a short one grows by the next words until it is long enough.
    """
    words = _WORD.findall(text)
    found = {word for word in words if len(word) >= LETTERS}
    for start in range(len(words) - WORDS + 1):
        end = start + WORDS
        run = " ".join(words[start:end])
        while len(run) < LETTERS and end < len(words):
            run += " " + words[end]
            end += 1
        if len(run) >= LETTERS:
            found.add(run)
    return found


def code_runs(code: str) -> set[str]:
    """Give every run of words in a program, without its comments and string literals.

    Sentences for learners and words of the data stand in string literals; a lesson may well say the same.

    Args:
        code: A Python module.

    Returns:
        The runs, as `runs` gives them.

    Raises:
        SyntaxError: It is not Python.
    """
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    kept = (token.string for token in tokens if token.type in (tokenize.NAME, tokenize.NUMBER))
    return runs(" ".join(kept))
