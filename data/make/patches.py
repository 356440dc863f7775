"""Ship the colour patches: pieces of eight photographs, to be told apart by the photograph they are from.

Needs Pillow beside the packages.
"""

import io
import random
from pathlib import Path

import numpy
from fetching import debian, wheel
from PIL import Image
from shipping import run, write_arrays, write_bytes

PACKAGE = "python3-skimage"
VERSION = "0.19.3-8"
SHA256 = "728d88c3e3440f1f3712de0805dc834d29248ff07e1eec8c0f3da07606f752f9"
INSIDE = "usr/lib/python3/dist-packages/skimage/data"
WHEEL = "scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl"
WHEEL_SHA256 = "52a0703bbc07ad27f560fa63fa68e4c54dd735bfbbf65b4dd3c225dc7547b6df"
INSIDE_WHEEL = "sklearn/datasets/images"

FROM_SKIMAGE = [
    "astronaut.png",
    "chelsea.png",
    "coffee.png",
    "hubble_deep_field.jpg",
    "retina.jpg",
    "rocket.jpg",
]
FROM_SKLEARN = ["china.jpg", "flower.jpg"]
SIDE = 32  # pixels
MOST = 240  # patches of one photograph, so that no class outweighs the others
FLAT = (
    4.0  # a patch whose brightness spreads less than this shows nothing (the black rim of the eye, clear sky)
)
SEED = 2013


def _patches(picture: numpy.ndarray) -> list[numpy.ndarray]:
    """Cut a picture into squares that don't overlap, row by row, and leave out the flat ones."""
    height, width, _ = picture.shape
    squares = [
        picture[top : top + SIDE, left : left + SIDE]
        for top in range(0, height - SIDE + 1, SIDE)
        for left in range(0, width - SIDE + 1, SIDE)
    ]
    return [square for square in squares if square.mean(axis=2).std() >= FLAT]


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Cut the photographs, draw at most `MOST` patches of each, shuffle; see `shipping.Maker`."""
    folder = debian(downloads, PACKAGE, VERSION, SHA256) / INSIDE
    pictures = {name: (folder / name).read_bytes() for name in FROM_SKIMAGE}
    with wheel(downloads, WHEEL, WHEEL_SHA256) as package:
        pictures |= {name: package.read(f"{INSIDE_WHEEL}/{name}") for name in FROM_SKLEARN}
        write_bytes(data / "patches/NOTICE.txt", package.read(f"{INSIDE_WHEEL}/README.txt"))
    draw = random.Random(SEED)
    labelled = []
    for label, name in enumerate(sorted(pictures)):
        patches = _patches(numpy.asarray(Image.open(io.BytesIO(pictures[name])).convert("RGB")))
        chosen = draw.sample(patches, min(MOST, len(patches)))
        labelled += [(patch, label) for patch in chosen]
    draw.shuffle(labelled)
    arrays = {
        "images": numpy.stack([patch for patch, _ in labelled]),
        "labels": numpy.array([label for _, label in labelled], dtype=numpy.uint8),
    }
    facts = write_arrays(data / "patches/patches.npz", arrays)
    return {"patches/patches.npz": facts, "patches/NOTICE.txt": {}}


if __name__ == "__main__":
    run("patches", make, __doc__)
