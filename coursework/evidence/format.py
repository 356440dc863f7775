"""The format of the evidence document: what the side that writes it and the side that reads it agree on.

A document is one line of JSON, the head, and after the line's end the raw bytes of its arrays and files,
one blob after another in the order and with the sizes that the head gives:

    {"schema": "coursework-evidence", "version": 1, "asks": false, "blobs": [16], "layers": […],
     "evidence": {…}}\\n<bytes>

`asks` says that a layer runs code of the learner's own, so that the checks may have questions to it (see
`coursework.evidence.questions`).

A plain value is JSON where JSON can say it exactly, and an object with one telling key where it cannot:
`{"float": "nan"}`, `{"complex": [re, im]}`, `{"list": […]}`, `{"tuple": […]}`, `{"dict": [[key, value], …]}`,
`{"set": […]}`, `{"bytes": blob}`, `{"array": {"dtype": …, "shape": […], "blob": …}}`,
`{"object": "name of its type"}`.

The writer (`coursework.evidence.writer`) keeps to these limits, and the reader (`graders.evidence.document`)
refuses what goes beyond them: the same number on both sides, so that no honest answer is refused.
"""

SCHEMA = "coursework-evidence"
VERSION = 1

DTYPES = frozenset(
    [
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ]
)
"""Dtypes of arrays that cross as their bytes, in little endian; text crosses as JSON under the name `str`."""

MIB = 2**20
MAX_BLOB_BYTES = 256 * MIB
"""Bytes of all arrays and files together, unless an exercise asks for less."""
MAX_HEAD_BYTES = 64 * MIB
MAX_DOCUMENT_BYTES = 768 * MIB
"""Bytes of a whole document; more than head and blobs may have, as an exercise may ask for larger files."""
MAX_BLOBS = 50_000
MAX_ELEMENTS = 2**28
"""Numbers in one array."""
MAX_DIMENSIONS = 16

MAX_TEXT = 100_000
"""Characters of one string."""
MAX_DEPTH = 24
"""How deep plain values may stand in one another."""
MAX_ITEMS = 200_000
"""Plain values in one another, all levels together; also the strings in one array."""
MAX_LONG_INTEGER_BITS = 4096
MAX_PARTS, MAX_PARTS_DEPTH = 1_000, 4
"""Entries of a container that holds models, arrays or layers, and how deep such containers may stand."""

MAX_LAYERS = 5_000
MAX_CALLS = 20_000
"""Calls of layers in one graph."""
MAX_NESTING = 16
"""How deep models may stand in one another."""
MAX_COLUMNS = 10_000

MAX_FILES = 200
MAX_FILE_NAME = 1_000
MAX_ANSWERS = 10_000
MAX_PRINTED = 20_000
"""Characters that one step of a script may print."""
MAX_ERROR = 2_000
MAX_NAME = 500
"""Characters of a name that a learner chose: a layer's, a column's, a reason's words."""
MAX_TYPE_NAME = 200

ROUNDS = 4
"""How many times the checks may ask the layers of one answer."""
MAX_QUESTIONS = 200
"""Questions of one round."""
MAX_QUESTION_BYTES = 32 * MIB
"""Bytes of one round's questions, as JSON."""


def may_ask(document: bytes) -> bool:
    """Whether a document says that the checks may have questions to it.

    A document may lie here as anywhere: then nobody asks, and what depends on it stays undecided.
    """
    return b'"asks":true' in bytes(document[:200])
