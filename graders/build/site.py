"""Lays out the course's pages for Sphinx: `make site` runs this, then Sphinx on what it wrote.

What a page says stands where it always stood: lessons in `solutions/` and `lessons/`, pages in `docs/` and
`data/`. Here each gets its place on the site, and links between them are turned to these places. A lesson's
page has the text of the released notebook and, under worked examples, the outputs of the executed one;
nothing else is taken from `solutions/`.
"""

import json
import os
import posixpath
import re
import shutil
import string
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from graders.build.headings import headings
from graders.build.layout import Lesson, find_root, lessons
from graders.build.release import extra_files
from graders.build.source import read_source
from graders.errors import CourseError

HOME = PurePosixPath("docs/site/index.md")

# A link, or code, in which nothing is a link: whichever begins first.
_LINK = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,}).*?^(?P=indent)(?P=fence)[`~]*$"
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<picture>!?)\[(?P<words>[^][]*)\]\((?P<target>[^()\s]+)\)",
    re.MULTILINE | re.DOTALL,
)
_CELL = re.compile(r"\bcell (\d+)\b")
_PICTURE = re.compile(r"\*Picture:\*\s+(.+?)(?:\n\s*\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^# .+\n", re.MULTILINE)
_ROW = re.compile(
    r"^\| \[(?P<name>[^]]+)\]\(lessons/(?P<lesson>[^/)]+)/[^)]*\) \| (?P<about>.+?) \|$", re.MULTILINE
)


class Site:
    """The pages of a course and their places on the site.

    Args:
        root: Top folder of the course.
    """

    def __init__(self, root: Path):
        self.root = root
        self.lessons = lessons(root)
        self._headings: dict[str, dict[str, int]] = {}
        self._places: dict[str, str] = {"README.md": "index.md"}
        for name in ("CONTRIBUTING.md", "CHANGELOG.md"):
            self._places[name] = name.lower()
        for path in sorted((root / "docs").glob("*.md")):
            self._places[f"docs/{path.name}"] = path.name
        for path in sorted((root / "docs" / "cheatsheets").glob("*.md")):
            self._places[f"docs/cheatsheets/{path.name}"] = f"cheatsheets/{path.name}"
        self._places["data/README.md"] = "data/index.md"
        for path in sorted((root / "data").glob("*/CARD.md")):
            self._places[f"data/{path.parent.name}/CARD.md"] = f"data/{path.parent.name}.md"
        for lesson in self.lessons:
            for path in (lesson.release, lesson.solution):
                self._places[path.relative_to(root).as_posix()] = f"lessons/{lesson.name}.ipynb"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give every file of the site.

        Yields:
            Its place and what it holds. A file may come twice, with the same bytes.

        Raises:
            CourseError: A lesson is not built, or a link leads nowhere.
        """
        for origin, place in self._places.items():
            if origin.endswith(".md") and place != "index.md":
                yield place, self._page(origin).encode()
                yield from self._pictures(origin)
        for lesson in self.lessons:
            yield f"lessons/{lesson.name}.ipynb", self._lesson(lesson).encode()
            yield f"released/{lesson.name}.ipynb", lesson.release.read_bytes()
            for path in extra_files(lesson):
                inside = path.relative_to(lesson.solution.parent).as_posix()
                yield f"lessons/{lesson.name}/{inside}", path.read_bytes()
        yield "index.md", self._home().encode()
        yield from self._pictures(HOME.as_posix())

    def _page(self, origin: str) -> str:
        return self._turned((self.root / origin).read_text(encoding="utf-8"), origin, self._places[origin])

    def _home(self) -> str:
        """Fill the home page: what lessons are about is the README's table, and no page stays unlisted."""
        template = string.Template((self.root / HOME).read_text(encoding="utf-8"))
        readme = (self.root / "README.md").read_text(encoding="utf-8")
        about = {row["lesson"]: (row["name"], row["about"]) for row in _ROW.finditer(readme)}
        cards = []
        for lesson in self.lessons:
            name, words = about.get(lesson.name, (lesson.name, ""))
            cards.append(
                f":::{{grid-item-card}} {name}\n:link: lessons/{lesson.name}\n:link-type: doc\n\n"
                f"{words[:1].upper()}{words[1:]}\n:::\n"
            )
        text = self._turned(template.template, HOME.as_posix(), "index.md")
        listed = set(re.findall(r"^([\w/]+)$", text, re.MULTILINE))
        pages = sorted(place.removesuffix(".md") for place in self._places.values() if place.endswith(".md"))
        more = [page for page in pages if page not in listed and "/" not in page and page != "index"]
        return string.Template(text).substitute(cards="\n".join(cards), more="\n".join(more))

    def _lesson(self, lesson: Lesson) -> str:
        """Make a lesson's page: the released cells, and the outputs of worked examples."""
        released, executed = _notebook(lesson, lesson.release), _notebook(lesson, lesson.solution)
        outputs = {cell["id"]: cell for cell in executed["cells"]}
        if [cell["id"] for cell in released["cells"]] != list(outputs):
            raise CourseError(f"{lesson.name}'s notebooks differ: run `coursework build {lesson.name}`.")
        cells = released["cells"]
        place = f"lessons/{lesson.name}.ipynb"
        origin = lesson.release.relative_to(self.root).as_posix()
        for number, cell in enumerate(cells, start=1):
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                text = self._turned(text, origin, place)
                if number == 1:
                    text = _TITLE.sub(lambda title: title[0] + _download(lesson), text, count=1)
                cell["source"] = f"({_label(lesson.name, number)})=\n\n{text}"
                continue
            exercise = cell["metadata"].get("nbgrader")
            if exercise is None:
                ran = outputs[cell["id"]]
                cell["outputs"], cell["execution_count"] = ran["outputs"], ran["execution_count"]
                following = "".join(cells[number]["source"]) if number < len(cells) else ""
                if picture := _PICTURE.match(following):
                    cell["metadata"]["mystnb"] = {"image": {"alt": _plain(picture[1])}}
            else:
                cell["metadata"]["tags"] = ["check", "hide-input"] if exercise["grade"] else ["answer"]
        released["metadata"].pop("coursework", None)
        return json.dumps(released, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _turned(self, text: str, origin: str, place: str) -> str:
        """Turn the links of a page to the places of the site."""
        return _LINK.sub(lambda link: self._link(link, origin, place), text)

    def _link(self, link: re.Match[str], origin: str, place: str) -> str:
        target, _, heading = (link["target"] or "").partition("#")
        if not target or ":" in target:
            return link[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
        words, here = link["words"], posixpath.dirname(place)
        if link["picture"]:
            return f"![{words}]({posixpath.relpath(self._picture_place(path, origin), here or '.')})"
        if path in self._places:
            to = self._places[path]
            if to.startswith("lessons/") and (cell := _CELL.search(words)):
                name, number = PurePosixPath(to).stem, int(cell[1])
                # Cells bear no numbers here, as in JupyterLab: a reader knows the heading.
                shown = (
                    f"{name[:2]} · {self._heading(name, number)}" if words == f"{name}, {cell[0]}" else words
                )
                return f"[{shown}](#{_label(name, number)})"
            return f"[{words}]({posixpath.relpath(to, here or '.')}{'#' + heading if heading else ''})"
        if not (self.root / path).exists():
            raise CourseError(f"{origin} links to {link['target']}, which does not exist.")
        return words  # a file of the course that is no page of the site

    def _heading(self, name: str, number: int) -> str:
        """Give the heading under which a lesson's cell stands."""
        if name not in self._headings:
            cells, _ = read_source(Lesson(self.root, name).source)
            self._headings[name] = headings(cells)
        return [heading for heading, at in self._headings[name].items() if at <= number][-1]

    def _picture_place(self, path: str, origin: str) -> str:
        if origin.startswith("lessons/"):
            return f"{posixpath.dirname(origin)}/{posixpath.basename(path)}"
        return f"pictures/{posixpath.basename(path)}"

    def _pictures(self, origin: str) -> Iterator[tuple[str, bytes]]:
        for link in _LINK.finditer((self.root / origin).read_text(encoding="utf-8")):
            if link["picture"] and ":" not in link["target"]:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), link["target"]))
                if not (self.root / path).is_file():
                    raise CourseError(f"{origin} shows {link['target']}, which does not exist.")
                yield self._picture_place(path, origin), (self.root / path).read_bytes()


def _notebook(lesson: Lesson, path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        name = path.relative_to(lesson.root)
        raise CourseError(f"{name} cannot be read: run `coursework build {lesson.name}` first.") from error


def _label(lesson: str, number: int) -> str:
    return f"cell-{lesson}-{number}"


def _download(lesson: Lesson) -> str:
    return (
        f"\n:::{{div}} download\n{{download}}`Download this notebook <../released/{lesson.name}.ipynb>`"
        " · [How to set up](../learners.md)\n:::\n"
    )


def _plain(text: str) -> str:
    return re.sub(r"[*`$]", "", " ".join(text.split()))


def lay_out(root: Path, folder: Path) -> int:
    """Write the site's pages; what is there and the same is left alone, so that Sphinx knows it again.

    Args:
        root: Top folder of the course.
        folder: Where to. What is no page of the site any more is deleted from it.

    Returns:
        How many files were written or deleted.

    Raises:
        CourseError: A lesson is not built, a link leads nowhere, or the folder cannot be written.
    """
    site = dict(Site(root).files())
    changed = 0
    try:
        for place, content in site.items():
            path = folder / place
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                changed += 1
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.relative_to(folder).as_posix() not in site:
                path.unlink()
                changed += 1
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): make it writable.") from error
    return changed


class _Links(HTMLParser):
    """What a page points to, what in it can be pointed to, and what it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.loaded: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's links and its id."""
        given = {name: value for name, value in attrs if value is not None}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.targets.add(given["href"])
        elif tag == "link" and given.get("rel") not in ("canonical", "author") and "href" in given:
            self.loaded.add(given["href"])
        elif "src" in given:
            self.loaded.add(given["src"])


def broken_links(folder: Path) -> list[str]:
    """Follow every link inside a site, and find what it would load from elsewhere.

    Args:
        folder: The site.

    Returns:
        A sentence for each link that leads nowhere and each address that a page would load from.
    """
    pages: dict[Path, _Links] = {}
    for path in sorted(set(folder.rglob("*.html")) - set(folder.glob("_static/**/*"))):
        pages[path] = _Links()
        pages[path].feed(path.read_text(encoding="utf-8"))
    wrong = []
    for path, links in pages.items():
        name = path.relative_to(folder)
        for target in sorted(links.targets | links.loaded):
            address = urlsplit(target)
            if address.scheme or address.netloc:
                if target in links.loaded and address.scheme != "data":
                    wrong.append(f"{name} loads {target} from elsewhere.")
                continue
            to = Path(os.path.normpath(path.parent / unquote(address.path))) if address.path else path
            if not to.is_file():
                wrong.append(f"{name}: {target} leads nowhere.")
            elif address.fragment and to in pages and unquote(address.fragment) not in pages[to].ids:
                wrong.append(f"{name}: {to.name} has no place {address.fragment!r}.")
    return wrong


def publish(built: Path, folder: Path) -> int:
    """Put what Sphinx built where people open it, if its links hold.

    Args:
        built: The folder that Sphinx wrote.
        folder: Where to; what is there is replaced.

    Returns:
        How many pages there are.

    Raises:
        CourseError: A link leads nowhere, a page would load something from elsewhere, or the folder cannot be
            written.
    """
    if wrong := broken_links(built):
        raise CourseError("\n".join(["the site's links do not hold:", *wrong]))
    try:
        if folder.exists():
            shutil.rmtree(folder)
        # The inventory, the record of the build and the theme's parts are for Sphinx, not for readers.
        shutil.copytree(
            built,
            folder,
            ignore=shutil.ignore_patterns(".*", "objects.inv", "_sources", "webpack-macros.html"),
        )
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): make it writable.") from error
    return len(list(folder.rglob("*.html")))


def main() -> int:
    """Lay out the pages in the folder named on the command line, or publish what Sphinx made of them.

    Returns:
        0, or 1 when it could not.
    """
    step, work = sys.argv[1], Path(sys.argv[2])
    try:
        root = find_root()
        if step == "lay-out":
            if lay_out(root, work / "pages"):
                # Every page names its neighbors: Sphinx writes all of them, and reads only what changed.
                shutil.rmtree(work / "html", ignore_errors=True)
        else:
            pages = publish(work / "html", root / "site")
            print(f"wrote site/: {pages} pages; open site/index.html")
    except CourseError as error:
        print(f"make site: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
