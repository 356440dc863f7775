"""What the grader cannot look into, said before a learner hands in."""

from coursework.evidence.models import write_layer
from coursework.evidence.writer import NotTakenError, Writer, describe_error, is_a, loaded


def what_cannot_be_seen(value: object) -> str:
    """Say in one sentence which parts of a model or layer the grader does not look into.

    Such parts are asked where they run, so nothing is lost by them; but what nobody can see from outside is
    left to the teacher.

    Args:
        value: A Keras model or layer; of anything else the grader sees all that it needs.

    Returns:
        The sentence; empty when there is no such part.

    Example:
        >>> what_cannot_be_seen(3)
        ''
    """
    layer = loaded("keras", "layers.Layer")
    if layer is None or not is_a(value, layer):
        return ""
    writer = Writer()
    try:
        write_layer(writer, value, weights=False)
    except NotTakenError as reason:
        return f"The grader cannot look into it: it holds {reason.found}."
    except Exception as error:
        return f"The grader cannot look into it: it raises {describe_error(error)['type']}."
    parts = [f"`{kind}` called `{name}`" for kind, name in writer.own]
    if not parts:
        return ""
    shown = ", ".join(parts[:3]) + (" and more" if len(parts) > 3 else "")
    return (
        f"The grader does not look into {shown}, where code of your own runs: it asks it for answers, and "
        "leaves to your teacher what cannot be asked."
    )
