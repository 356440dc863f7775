"""What the template of Formgrader's page does with a cell's verdict."""

from html import escape

from nbformat import NotebookNode

from graders.pipeline.marks import CellMark

_BODY = '<div class="panel-body">'


def is_verdict(output: NotebookNode, cell: NotebookNode) -> bool:
    """Tell whether an output is the cell's verdict, which `beside_score` shows.

    Args:
        output: One of the cell's outputs.
        cell: A cell of a graded notebook.
    """
    return output is cell.outputs[0] and CellMark.read(cell).read_verdict() is not None


def beside_score(panel: str, cell: NotebookNode) -> str:
    """Put a cell's verdict below the heading in which its score stands.

    Args:
        panel: What Formgrader shows of the cell's source: a heading with the score, then the source.
        cell: The cell.

    Returns:
        The same with the verdict between the two, and with what went wrong in the course's own checks, which
        no learner is shown; the panel as it is for a cell without a verdict.
    """
    verdict = CellMark.read(cell).read_verdict()
    if verdict is None:
        return panel
    faults = "".join(
        f"<p><strong>For you alone:</strong> the check “{escape(each.name)}” failed: {escape(each.fault)}</p>"
        for each in verdict.judgements
        if each.fault
    )
    shown = f'<div class="panel-body verdict">{verdict.to_html()}{faults}</div>'
    return panel.replace(_BODY, f'{shown}<div class="panel-body check">', 1)
