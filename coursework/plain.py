"""Names for plain data: what JSON can carry between the processes of a lesson and of grading."""

from typing import Any

Json = dict[str, Any]
"""An object of JSON whose values the one who reads it knows: a request, its options, the head of a frame."""
Record = dict[str, object]
"""What was taken down of one thing, as it stands in a document; a reader checks each value before use."""
