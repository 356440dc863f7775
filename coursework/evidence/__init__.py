"""What runs beside the learner's code: it takes evidence down, and judges nothing.

A candidate sees the package `coursework` and nothing of `graders`. It holds no hidden check and no expected
answer, and is cheap to import: Keras is used only where the learner's code has imported it.

    document = capture(namespace, request)

`request` is the plain dict that `graders.evidence.request` makes: names, kinds, limits and the questions to
ask. `document` is bytes that `graders.evidence.read` reads on the other side (the format stands in
`coursework.evidence.format`). `capture` never raises for what the learner did: a name that is missing, an
object of another kind, an error in the learner's code are facts, and stand in the document.

    what_cannot_be_seen(model)   # one sentence for the learner, "" when the grader sees all of it
"""

from coursework.evidence.capture import capture
from coursework.evidence.looking import what_cannot_be_seen

__all__ = ["capture", "what_cannot_be_seen"]
