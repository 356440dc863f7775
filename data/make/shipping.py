"""Write the shipped files so that the same input gives the same bytes, and record them in the manifest."""

import argparse
import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fetching import sha256

DATA = Path(__file__).resolve().parent.parent

Maker = Callable[[Path, Path], Mapping[str, Mapping[str, Any]]]


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, making its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Write a UTF-8 CSV file with one header line, packed by gzip without a time or a name inside.

    Returns what the manifest says of the file: its number of rows and its columns.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{path.name}, row {count}: {len(row)} values for {len(columns)} columns")
        writer.writerow(row)
        count += 1
    write_bytes(path, gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0))
    return {"rows": count, "columns": list(columns)}


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """Write NumPy arrays of equal first dimension to an `.npz` file that needs no pickle to read.

    Returns what the manifest says of the file: rows (the first dimension), and type and shape of each array.
    """
    import numpy

    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            numpy.lib.format.write_array(content, numpy.ascontiguousarray(array), allow_pickle=False)
            member = zipfile.ZipInfo(f"{name}.npy")  # keeps ZipInfo's fixed date, 1980-01-01
            archive.writestr(member, content.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return {
        "rows": len(next(iter(arrays.values()))),
        "arrays": {name: [str(array.dtype), list(array.shape)] for name, array in arrays.items()},
    }


def _files_on_card(card: str, files: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of a card with its list of files, between two marks, made anew."""
    start, end = "<!-- files -->\n", "<!-- /files -->"
    before, mark, rest = card.partition(start)
    _, closing, after = rest.partition(end)
    if not mark or not closing:
        raise SystemExit(
            f"The card has no lines {start.strip()} and {end} between which its files are listed."
        )
    lines = ["| file (in `data/`) | rows | bytes | SHA-256 |\n", "|---|---:|---:|---|\n"]
    for name, entry in files.items():
        rows = f"{entry['rows']:,}" if "rows" in entry else "–"
        lines.append(f"| `{name}` | {rows} | {entry['bytes']:,} | `{entry['sha256']}` |\n")
    return before + start + "".join(lines) + end + after


def record(data: Path, name: str, made: Mapping[str, Mapping[str, Any]]) -> None:
    """Enter the files of the set `name` into `data/manifest.json` and on the set's card.

    `made` maps each file, relative to `data`, to what is known of it beside size and hash (rows, columns).
    """
    path = data / "manifest.json"
    manifest = json.loads(path.read_text("utf-8")) if path.exists() else {}
    files = {}
    for file, facts in made.items():
        shipped = data / file
        files[file] = {"bytes": shipped.stat().st_size, "sha256": sha256(shipped), **facts}
    manifest[name] = files
    text = json.dumps(dict(sorted(manifest.items())), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    card = data / name / "CARD.md"
    if card.exists():
        card.write_text(_files_on_card(card.read_text("utf-8"), files), "utf-8")


def run(name: str, make: Maker, description: str) -> None:
    """Run a maker as a program: read its arguments, make the files of set `name`, record and name them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--downloads", type=Path, help="folder for the packages fetched (default: a temporary one)"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder to write to (default: %(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = make(arguments.downloads or Path(temporary), arguments.data)
    record(arguments.data, name, made)
    for file, facts in made.items():
        rows = f", {facts['rows']} rows" if "rows" in facts else ""
        print(f"wrote {arguments.data / file}{rows}")
