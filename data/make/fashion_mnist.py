"""Ship Fashion-MNIST: the four original files, where Keras's own loader looks for them."""

import json
from pathlib import Path

from fetching import debian
from shipping import run, write_bytes

PACKAGE = "dataset-fashion-mnist"
VERSION = "0.0~git20200523.55506a9-1"
SHA256 = "39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0"
INSIDE = "usr/share/datasets/fashion-mnist"
ROWS = {
    "train-images-idx3-ubyte.gz": 60_000,
    "train-labels-idx1-ubyte.gz": 60_000,
    "t10k-images-idx3-ubyte.gz": 10_000,
    "t10k-labels-idx1-ubyte.gz": 10_000,
}
# Keras writes this file into KERAS_HOME when it is missing; shipped, it keeps the folder unchanged and names
# the backend that the course is written for.
SETTINGS = {
    "floatx": "float32",
    "epsilon": 1e-07,
    "backend": "tensorflow",
    "image_data_format": "channels_last",
}


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Copy the four files byte for byte, the licence, and write Keras's settings; see `shipping.Maker`."""
    folder = debian(downloads, PACKAGE, VERSION, SHA256)
    made: dict[str, dict] = {}
    for name, rows in ROWS.items():
        target = f"keras/datasets/fashion-mnist/{name}"
        write_bytes(data / target, (folder / INSIDE / name).read_bytes())
        made[target] = {"rows": rows}
    licence = (folder / "usr/share/doc" / PACKAGE / "copyright").read_bytes()
    write_bytes(data / "fashion_mnist/LICENSE.txt", licence)
    write_bytes(data / "keras/keras.json", json.dumps(SETTINGS, indent=4).encode())
    return made | {"fashion_mnist/LICENSE.txt": {}, "keras/keras.json": {}}


if __name__ == "__main__":
    run("fashion_mnist", make, __doc__)
