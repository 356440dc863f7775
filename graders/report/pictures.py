"""Pictures of a report: SVG drawn by Matplotlib, to stand in a page, each with a title and a description.

A picture says nothing by color alone, and beside each stands a table that says the same.
"""

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from graders.criteria import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _BAR, _DOT = "#1f2328", "#0072b2", "#d55e00"
_CELLS = {
    Status.MET: ("#cfe8f5", "met"),
    Status.MISSED: ("#d55e00", "missed"),
    Status.UNATTEMPTED: ("#d9d9d9", "not tried"),
    Status.UNDECIDED: ("#f0e442", "for the teacher"),
}
"""Okabe and Ito's colors, which people tell apart who see colors differently."""
_SAME = {Status.UNJUDGED: Status.UNDECIDED}
_NAMED = 40
"""With more columns, a heat map numbers them and leaves the names to the table."""
_LABEL = 38
"""Most letters of a criterion's name in a heat map."""
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "coursework",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": "#4b535d",
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": False,
    "text.parse_math": False,  # a dollar sign in a name is one
}


class Pictures:
    """Draws the pictures of one page, whose parts must not have the same ids."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def distribution(self, bins: Sequence[tuple[str, int]], title: str, description: str) -> str:
        """Draw how many have which share of the points.

        Args:
            bins: The bounds of each bin, and how many are in it.
            title: What the picture is.
            description: What it shows, for those who do not see it.

        Returns:
            An SVG element.
        """

        from matplotlib.ticker import MaxNLocator

        def draw(axes: "Axes") -> None:
            heights = [number for _, number in bins]
            bars = axes.bar(range(len(bins)), heights, width=0.9, color=_BAR)
            axes.bar_label(bars, [str(each) if each else "" for each in heights], fontsize=10)
            edges = [0, *[at + 1 for at in range(len(bins))]]
            axes.set_xticks([at - 0.5 for at in edges], [f"{100 * at // len(bins)}" for at in edges])
            axes.set_xlabel("share of the points, in percent")
            axes.set_ylabel("learners")
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
            axes.margins(y=0.12)

        return self._svg(draw, (5.2, 3.0), title, description)

    def exercises(
        self, rows: Sequence[tuple[str, float | None, float | None]], title: str, description: str
    ) -> str:
        """Draw difficulty and discrimination of each exercise.

        Args:
            rows: Each exercise's name, difficulty and discrimination; None where one is not known.
            title: What the picture is.
            description: What it shows.

        Returns:
            An SVG element.
        """

        def draw(axes: "Axes") -> None:
            places = range(len(rows))
            axes.barh(places, [each or 0 for _, each, _ in rows], height=0.6, color=_BAR, label="difficulty")
            dots = [(each, at) for at, (_, _, each) in zip(places, rows, strict=True) if each is not None]
            axes.plot(
                [x for x, _ in dots],
                [y for _, y in dots],
                "D",
                color=_DOT,
                markeredgecolor="white",
                markersize=8,
                label="discrimination",
            )
            axes.set_yticks(places, [name for name, _, _ in rows])
            axes.invert_yaxis()
            axes.set_xlim(min([0.0, *[x - 0.05 for x, _ in dots]]), 1.02)
            axes.axvline(0, color=_INK, linewidth=0.8)
            axes.grid(axis="x", color="#c4cbd3", linewidth=0.6)
            axes.set_axisbelow(True)
            axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False, fontsize=10)

        return self._svg(draw, (5.2, 1.1 + 0.38 * len(rows)), title, description)

    def heat_map(
        self,
        criteria: Sequence[tuple[str, str]],
        students: Sequence[str],
        statuses: Sequence[Sequence[Status | None]],
        title: str,
        description: str,
    ) -> str:
        """Draw which student met which criterion.

        Args:
            criteria: Exercise and name of each criterion, one a row; an exercise's stand together.
            students: Names of the students, one a column.
            statuses: For each criterion what came of it for each student; None where nothing is known.
            title: What the picture is.
            description: What it shows.

        Returns:
            An SVG element.
        """
        from matplotlib.patches import Patch

        # A row for the name of each exercise stands above its criteria.
        names = [name for name, _ in criteria]
        heads = [at for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
        places_of = [at + sum(head <= at for head in heads) for at in range(len(criteria))]
        rows = len(criteria) + len(heads)

        def draw(axes: "Axes") -> None:
            for status, (color, _) in _CELLS.items():
                places = [
                    (x, y)
                    for y, row in zip(places_of, statuses, strict=True)
                    for x, each in enumerate(row)
                    if each is not None and _SAME.get(each, each) is status
                ]
                _paint(axes, places, color, status)
            axes.set_xlim(0, len(students))
            axes.set_ylim(rows, 0)
            ticks = {places_of[at] - 1: names[at] for at in heads}
            # On a phone the names are as wide as half the window; the table has them in full.
            short = [textwrap.shorten(name, _LABEL, placeholder=" …") for _, name in criteria]
            ticks |= dict(zip(places_of, short, strict=True))
            axes.set_yticks([at + 0.5 for at in ticks], list(ticks.values()))
            for head, label in zip(ticks, axes.get_yticklabels(), strict=True):
                label.set_fontweight("bold" if head not in places_of else "normal")
            if len(students) <= _NAMED:
                axes.set_xticks([at + 0.5 for at in range(len(students))], students, rotation=90)
            else:
                numbers = range(10, len(students) + 1, 10)
                axes.set_xticks([each - 0.5 for each in numbers], [str(each) for each in numbers])
                axes.set_xlabel("learners, most points first; the table below has the names")
            axes.tick_params(length=0, labelsize=9)
            for side in axes.spines.values():
                side.set_visible(False)
            shown = [
                Patch(color=color, label=f"{_SIGNS[status]} {words}")
                for status, (color, words) in _CELLS.items()
            ]
            axes.legend(
                handles=shown, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, frameon=False, fontsize=10
            )

        width = max(3.2, 0.095 * len(students) if len(students) > _NAMED else 0.2 * len(students))
        return self._svg(draw, (width, 0.21 * rows + 0.3), title, description)

    def _svg(
        self, draw: "Callable[[Axes], None]", size: tuple[float, float], title: str, description: str
    ) -> str:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        with matplotlib.rc_context(_SETTINGS):
            figure: Figure = Figure(figsize=size)
            FigureCanvasSVG(figure)
            axes = figure.add_subplot()
            draw(axes)
            buffer = io.StringIO()
            figure.savefig(buffer, format="svg", bbox_inches="tight", pad_inches=0.1, metadata={"Date": None})
        return _for_page(buffer.getvalue(), f"picture-{next(self._numbers)}", title, description)


_SIGNS = {Status.MET: " ", Status.MISSED: "×", Status.UNATTEMPTED: "–", Status.UNDECIDED: "?"}


def _paint(axes: "Axes", places: Sequence[tuple[int, int]], color: str, status: Status) -> None:
    """Paint cells, all of one status as one shape, and their signs as another."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not places:
        return
    corners = [(0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94), (0.06, 0.06)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    outline = Path([(x + a, y + b) for x, y in places for a, b in corners], codes * len(places))
    axes.add_patch(PathPatch(outline, facecolor=color, edgecolor="none"))
    strokes = {
        Status.MISSED: [[(0.28, 0.28), (0.72, 0.72)], [(0.28, 0.72), (0.72, 0.28)]],
        Status.UNATTEMPTED: [[(0.3, 0.5), (0.7, 0.5)]],
        Status.UNDECIDED: [[(0.3, 0.3), (0.7, 0.3), (0.7, 0.55), (0.5, 0.55), (0.5, 0.8)]],
    }.get(status, [])
    points = [(x + a, y + b) for x, y in places for stroke in strokes for a, b in stroke]
    moves = [code for stroke in strokes for code in [Path.MOVETO, *[Path.LINETO] * (len(stroke) - 1)]]
    if points:
        ink = "white" if status is Status.MISSED else _INK
        signs = Path(points, moves * len(places))
        axes.add_patch(PathPatch(signs, facecolor="none", edgecolor=ink, linewidth=0.9))


_ID = re.compile(r'(\bid="|url\(#|xlink:href="#)')


def _for_page(svg: str, name: str, title: str, description: str) -> str:
    """Make Matplotlib's file an element of a page: ids of its own, a title and a description."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _ID.sub(rf"\g<1>{name}-", svg)
    head, closing, rest = svg.partition(">")
    named = (
        f'{head} role="img" aria-labelledby="{name}-title {name}-desc"{closing}'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    return named + rest
