"""Files that the learner's code wrote."""

from typing import TYPE_CHECKING

from graders.criteria import Missed
from graders.evidence import EvidenceError, FilesEvidence
from graders.vocabulary.values import listed

if TYPE_CHECKING:
    from graders.evidence import FileEvidence, SavedModel


def file_of(files: object, name: str, *, hint: str = "") -> "FileEvidence":
    """Give a file that was written.

    Args:
        files: The `FilesEvidence` to look in; anything else counts as no files.
        name: Its path below the working folder.
        hint: The way out of it; that the path comes in as an argument when empty.

    Raises:
        Missed: It is not there.
    """
    written = files if isinstance(files, FilesEvidence) else FilesEvidence(())
    if name not in written.names:
        raise Missed(
            expected=f"the file `{name}` where the arguments say",
            found=listed(f"`{other}`" for other in written.names) or "no file that fits",
            hint=hint or "The path or folder comes in as an argument: write there, whatever it is.",
        )
    return written[name]


def saved_model(file: "FileEvidence") -> "SavedModel":
    """Load the model in a `.keras` file, with its weights.

    Args:
        file: A `FileEvidence`.

    Returns:
        The `SavedModel`: `.keras`, `.compiled`, and whether the optimizer's state is in the file.

    Raises:
        Missed: No whole model is in it.
    """
    try:
        return file.model()
    except EvidenceError as error:
        raise Missed(
            expected=f"a whole model in `{file.name}`",
            found=error.reason,
            hint="`save` writes architecture and weights together; `save_weights` the weights alone.",
        ) from None
