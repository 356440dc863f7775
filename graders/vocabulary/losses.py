"""What a model was compiled with, for each of its outputs."""

from typing import TYPE_CHECKING, Any

from graders.criteria import Missed, require

if TYPE_CHECKING:
    from graders.evidence import Compiled, ModelEvidence


def compiled_of(model: "ModelEvidence", *, hint: str = "Call `compile`.") -> "Compiled":
    """Give what a model was compiled with.

    Args:
        model: The model's evidence.
        hint: The way out of it.

    Returns:
        The `Compiled`.

    Raises:
        Missed: It was not compiled.
    """
    if model.compiled is None:
        raise Missed(expected="a compiled model", found="one never compiled", hint=hint)
    return model.compiled


def setting_of(setting: object, model: "ModelEvidence", output: str) -> Any:
    """Give the part of a setting that counts for one output.

    Args:
        setting: A part of the compiled state, such as `compiled.loss`, in the form in which it was given: a
            dict by the outputs' names, a list in their order, or one for all.
        model: The model's evidence.
        output: The output's name.

    Returns:
        The part, None when there is none.
    """
    if isinstance(setting, dict):
        return setting.get(output)
    if isinstance(setting, (list, tuple)):
        place = model.architecture.output_names.index(output)
        return setting[place] if place < len(setting) else None
    return setting


def metric_names(setting: object) -> list[str]:
    """Give the usual names of an output's metrics, whether one or a list of them was given."""
    parts = setting if isinstance(setting, (list, tuple)) else [setting]
    return [str(part) for part in parts if part is not None]


def loss_is(model: "ModelEvidence", output: str, wanted: str, *, hint: str = "") -> None:
    """See to it that an output has the loss of its question, and that the loss takes what the output gives.

    Args:
        model: The model's evidence.
        output: The output's name.
        wanted: The usual name of the loss, such as `binary_crossentropy`.
        hint: The words when it is another loss and no known mistake explains it.

    Raises:
        Missed: It has another loss, or one that takes logits for probabilities or the other way round.
    """
    loss = setting_of(compiled_of(model).loss, model, output)
    linear = model.architecture.output_activation(output) == "linear"
    name = str(loss) if loss is not None else "no loss"
    crossentropy = name == wanted and "crossentropy" in wanted
    twice = crossentropy and loss.from_logits and not linear
    unstated = crossentropy and linear and not loss.from_logits
    require(
        name == wanted and not twice and not unstated,
        expected=f"the loss of the question behind `{output}`",
        found=f"{name} of logits" if twice else name,
        mistakes={
            "That one wants one-hot rows; the labels here are integers.": name == "categorical_crossentropy"
            and wanted == "sparse_categorical_crossentropy",
            "`from_logits=True` says that no activation came before; here one did.": twice,
            "The loss takes logits for probabilities: the output layer has no activation, and nobody "
            "said so.": unstated,
        },
        hint=hint or "A number, a yes-or-no and a choice of several have each a loss of their own.",
    )
