"""Cheat sheets for learners: the pages of docs/cheatsheets as printable HTML, two columns to a page."""

import string
from pathlib import Path

FOLDER = Path("docs") / "cheatsheets"
_PAGE = string.Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { color: #1f2328; background: #fff; font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto;
  max-width: 76rem; padding: 0 1rem; }
main { columns: 36rem 2; column-gap: 2rem; column-rule: 1px solid #d1d9e0; }
h1 { column-span: all; margin-top: 0; }
h2 { break-after: avoid; font-size: 1.15rem; margin: 1.2rem 0 .4rem; }
pre { background: #f6f8fa; border-radius: 6px; break-inside: avoid; font-size: .82em; line-height: 1.35;
  margin: .4rem 0; overflow-x: auto; padding: .6rem .8rem; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
table { border-collapse: collapse; break-inside: avoid; display: block; font-size: .9em; overflow-x: auto; }
th, td { border: 1px solid #d1d9e0; padding: .25rem .5rem; text-align: left; }
td code { overflow-wrap: anywhere; }
@media print { @page { margin: 1.2cm; size: A4 landscape; }
  body { font-size: 8.5pt; margin: 0; max-width: none; }
  main { columns: 2; } pre { border: 1px solid #d1d9e0; overflow: visible; white-space: pre-wrap; } }
@media (prefers-color-scheme: dark) { @media screen { body { background: #15191f; color: #e6edf3; }
  pre { background: #22272e; } th, td { border-color: #444c56; } } }
</style>
</head>
<body>
<main>
$body
</main>
</body>
</html>
""")


def printable(sheet: Path) -> str:
    """Render a cheat sheet for the browser and the printer; it loads nothing from elsewhere.

    Args:
        sheet: The page, in Markdown.

    Returns:
        The page as HTML.
    """
    import mistune

    text = sheet.read_text(encoding="utf-8")
    body = mistune.create_markdown(plugins=["table"])(text)
    # A table that is wider than a phone is scrolled, by keys as well.
    body = str(body).replace("<table>", '<table tabindex="0">').replace("<pre>", '<pre tabindex="0">')
    return _PAGE.substitute(title=text.partition("\n")[0].lstrip("# "), body=body)


def write_cheatsheets(root: Path, folder: Path) -> None:
    """Write all cheat sheets.

    Args:
        root: Top folder of the course.
        folder: Where to; it is made.
    """
    folder.mkdir()
    for sheet in sorted((root / FOLDER).glob("*.md")):
        (folder / f"{sheet.stem}.html").write_text(printable(sheet), encoding="utf-8")
