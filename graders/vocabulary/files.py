"""Files that the learner's code wrote."""

from typing import Any

from graders.criteria import Missed, require
from graders.evidence import EvidenceError
from graders.vocabulary.values import listed


def file_of(files: Any, name: str, *, hint: str = "") -> Any:
    """Give a file that was written.

    Args:
        files: The `FilesEvidence` to look in; anything else counts as no files.
        name: Its path below the working folder.
        hint: The way out of it; that the path comes in as an argument when empty.

    Raises:
        Missed: It is not there.
    """
    names = getattr(files, "names", [])
    require(
        name in names,
        expected=f"the file `{name}` where the arguments say",
        found=listed(f"`{other}`" for other in names) or "no file that fits",
        hint=hint or "The path or folder comes in as an argument: write there, whatever it is.",
    )
    return files[name]


def saved_model(file: Any) -> Any:
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
            hint="`save` writes plan and numbers together; `save_weights` the numbers alone.",
        ) from None
