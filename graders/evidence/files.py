"""Files of the learner's, read in the examiner by readers that run no code.

`.keras` archives are never given to `keras.models.load_model`: their configuration goes through the
allow-list and is built as any other model, and their weights are looked over by `check_h5` before Keras
reads them.
"""

import csv
import io
import json
import math
import os
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coursework.plain import Json
from graders.evidence.document import EvidenceError

if TYPE_CHECKING:
    import keras
    from tensorboard.compat.proto.event_pb2 import Event as EventProto
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.compat.proto.tensor_pb2 import TensorProto

MAX_FILE = 256 * 2**20
MAX_TEXT_FILE = 16 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_H5_OBJECTS = 20_000
MAX_EVENTS = 200_000
MAX_PIXELS = 50_000_000
_PLAIN_FILTERS = (None, "gzip", "lzf")
_KEPT = 2
"""How many HDF5 files are kept as they were read: each criterion of an answer asks for the same ones."""


@dataclass(frozen=True)
class FileEvidence:
    """One file.

    Args:
        name: Its path below the working folder, with `/` between folders.
        data: Its bytes.
    """

    name: str
    data: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        """The last part of its name, from the dot: `.keras`, `.csv`, …; `.weights.h5` counts as one."""
        return ".weights.h5" if self.name.endswith(".weights.h5") else Path(self.name).suffix

    @property
    def folder(self) -> str:
        """The folder it lies in; empty for the working folder itself."""
        return self.name.rpartition("/")[0]

    def text(self) -> str:
        """Read it as UTF-8 text.

        Raises:
            EvidenceError: It is too large or no UTF-8.
        """
        if len(self.data) > MAX_TEXT_FILE:
            raise EvidenceError(f"a text of more than {MAX_TEXT_FILE // 2**20} MB", self.name)
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise EvidenceError("no UTF-8 text", self.name) from None

    def csv(self) -> list[dict[str, str]]:
        """Read it as a table with a header, one dict a row.

        Raises:
            EvidenceError: It is no such table.
        """
        try:
            rows = list(csv.DictReader(io.StringIO(self.text(), newline=""), strict=True))
        except csv.Error as error:
            raise EvidenceError(f"no CSV ({error})", self.name) from None
        if any(None in row or None in row.values() for row in rows):
            raise EvidenceError("rows of different lengths", self.name)
        return rows

    def json(self) -> Any:
        """Read it as JSON.

        Raises:
            EvidenceError: It is none.
        """
        try:
            return json.loads(self.text())
        except (ValueError, RecursionError):
            raise EvidenceError("no JSON", self.name) from None

    def png(self) -> tuple[int, int]:
        """Give a PNG picture's width and height in pixels.

        Raises:
            EvidenceError: It is no PNG picture.
        """
        if self.data[:8] != b"\x89PNG\r\n\x1a\n" or self.data[12:16] != b"IHDR" or len(self.data) < 33:
            raise EvidenceError("no PNG picture", self.name)
        width, height = struct.unpack(">II", self.data[16:24])
        if not 0 < width * height <= MAX_PIXELS:
            raise EvidenceError("a picture without pixels, or with too many", self.name)
        return width, height

    def events(self) -> "list[Event]":
        """Read a TensorBoard event file.

        Raises:
            EvidenceError: It is none.
        """
        return read_events(self.data, self.name)

    def weights(self) -> dict[str, np.ndarray]:
        """Read the weights in a `.weights.h5` or `.keras` file: each array under its path inside.

        Raises:
            EvidenceError: It is no such file.
        """
        if self.suffix == ".keras":
            return read_h5(_archive(self.data, self.name)["model.weights.h5"], self.name)
        return read_h5(self.data, self.name)

    def keras_config(self) -> Json:
        """Give the configuration in a `.keras` archive, unchecked: to read, not to build from.

        Raises:
            EvidenceError: It is no such archive.
        """
        return _archive(self.data, self.name)["config.json"]

    def model(self) -> "SavedModel":
        """Build the model in a `.keras` archive again, with its weights.

        Raises:
            EvidenceError: It is no such archive, or holds what may not be built.
        """
        from graders.evidence.compiled import read_compiled
        from graders.evidence.native import entries_from_native
        from graders.evidence.rebuild import LayerTable, RefusedError

        parts = _archive(self.data, self.name)
        config = parts["config.json"]
        try:
            model = LayerTable.of_entries(entries_from_native(config, self.name)).build(0)
            given = config.get("compile_config")
            compiled = read_compiled(given, {}, self.name) if isinstance(given, dict) and given else None
        except RefusedError as refused:
            raise EvidenceError(refused.reason, self.name) from None
        except RecursionError:
            raise EvidenceError("a configuration nested too deep", self.name) from None
        _load_weights(model, parts["model.weights.h5"], self.name)
        return SavedModel(
            model,
            compiled,
            any("optimizer" in path for path in check_h5(parts["model.weights.h5"], self.name)),
        )

    def load_into(self, model: "keras.Model") -> None:
        """Put the weights of a `.weights.h5` file into a model of the examiner's own.

        Args:
            model: A built Keras model; take `fresh()` of a `ModelEvidence`.

        Raises:
            EvidenceError: It is no such file, or its weights do not fit the model.
        """
        _load_weights(model, self.data, self.name)


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A model from a `.keras` archive.

    Args:
        keras: The Keras model, built again, with the archive's weights.
        compiled: What it was compiled with; None when it was not.
        optimizer_state: Whether the archive holds the optimiser's state.
    """

    keras: object
    compiled: object
    optimizer_state: bool


@dataclass(frozen=True)
class FilesEvidence:
    """Files, sorted by name."""

    files: tuple[FileEvidence, ...]

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> "Iterator[FileEvidence]":
        return iter(self.files)

    def __getitem__(self, which: int | str) -> FileEvidence:
        """Give a file by its place or its name."""
        if isinstance(which, int):
            return self.files[which]
        for file in self.files:
            if file.name == which:
                return file
        raise KeyError(f"there is no file {which!r}; there are {self.names}")

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [file.name for file in self.files]


@dataclass(frozen=True)
class Event:
    """One value in a TensorBoard event file.

    Args:
        tag: Its tag, such as `epoch_loss`.
        step: Its step.
        kind: `scalar`, `histogram`, `image`, `text`, `audio`, `graph` or `tensor`.
        value: The number of a scalar, the text of a text, (width, height) of an image, rows of (left,
            right, count) of a histogram, the sample rate of an audio, else None.
        time: When it was written, in seconds since 1970.
    """

    tag: str
    step: int
    kind: str
    value: Any  # by its kind: a number, a size, the rows of a histogram
    time: float


def _archive(data: bytes, name: str) -> Json:
    """Read the parts of a `.keras` archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > 1_000 or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise EvidenceError("an archive that is too large", name)
            names = [info.filename for info in infos]
            for needed in ("config.json", "model.weights.h5"):
                if names.count(needed) != 1:
                    raise EvidenceError(f"a .keras archive holds {needed} once", name)
            parts: Json = {}
            for needed in ("config.json", "model.weights.h5"):
                with archive.open(needed) as file:
                    parts[needed] = file.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise EvidenceError(f"no .keras archive ({type(error).__name__})", name) from None
    try:
        parts["config.json"] = json.loads(parts["config.json"].decode("utf-8"))
    except (ValueError, RecursionError):
        raise EvidenceError("config.json is no JSON", name) from None
    if not isinstance(parts["config.json"], dict):
        raise EvidenceError("config.json is no object", name)
    return parts


@lru_cache(maxsize=_KEPT)
def check_h5(data: bytes, name: str) -> tuple[str, ...]:
    """Look over an HDF5 file before anything of it is read: plain groups and plain arrays of numbers,
    nothing else.

    Args:
        data: The file.
        name: Its name, for the refusal.

    Returns:
        Paths of its arrays.

    Raises:
        EvidenceError: It has links out of itself or in a circle, virtual, external or object data, unknown
            filters, or is too large.
    """
    import h5py

    paths: list[str] = []
    total = 0
    seen: set[Any] = set()
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            waiting = [("", file)]
            while waiting:
                place, group = waiting.pop()
                if len(paths) + len(seen) > MAX_H5_OBJECTS or place.count("/") > 64:
                    raise EvidenceError("an HDF5 file with too many parts", name)
                for key in group:
                    path = f"{place}/{key}"
                    if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                        raise EvidenceError(f"an HDF5 link at {path[:100]!r}: links are never followed", name)
                    item = group[key]
                    mark = h5py.h5o.get_info(item.id).addr
                    if mark in seen:
                        raise EvidenceError(f"an HDF5 object that stands twice, at {path[:100]!r}", name)
                    seen.add(mark)
                    if isinstance(item, h5py.Group):
                        waiting.append((path, item))
                        continue
                    if not isinstance(item, h5py.Dataset):
                        raise EvidenceError(f"an HDF5 object of another kind at {path[:100]!r}", name)
                    if item.is_virtual or item.external:
                        raise EvidenceError(f"HDF5 data outside the file at {path[:100]!r}", name)
                    if item.dtype.kind not in "biufS" or item.dtype.hasobject or item.shape is None:
                        raise EvidenceError(f"HDF5 data that is no array of numbers at {path[:100]!r}", name)
                    if item.compression not in _PLAIN_FILTERS:
                        raise EvidenceError(f"HDF5 data packed in an unknown way at {path[:100]!r}", name)
                    total += math.prod(item.shape) * item.dtype.itemsize
                    if total > MAX_UNPACKED:
                        raise EvidenceError("an HDF5 file that is too large when unpacked", name)
                    paths.append(path)
    except EvidenceError:
        raise
    except Exception as error:  # h5py raises whatever its C library says of a broken file
        raise EvidenceError(f"no HDF5 file ({type(error).__name__})", name) from None
    return tuple(paths)


def read_h5(data: bytes, name: str) -> dict[str, np.ndarray]:
    """Read the arrays of an HDF5 file, each under its path; they are shared, and so read-only.

    Raises:
        EvidenceError: See `check_h5`.
    """
    return dict(_arrays(data, name))


@lru_cache(maxsize=_KEPT)
def _arrays(data: bytes, name: str) -> dict[str, np.ndarray]:
    import h5py

    paths = check_h5(data, name)
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            arrays = {path.lstrip("/"): np.asarray(file[path]) for path in paths}
    except Exception as error:  # a chunk that is broken shows only when it is read
        raise EvidenceError(f"a broken HDF5 file ({type(error).__name__})", name) from None
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _load_weights(model: "keras.Model", data: bytes, name: str) -> None:
    check_h5(data, name)
    handle, path = tempfile.mkstemp(suffix=".weights.h5")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        model.load_weights(path)
    except Exception as error:
        raise EvidenceError(f"weights that do not fit the model ({type(error).__name__})", name) from error
    finally:
        os.unlink(path)


def read_events(data: bytes, name: str) -> list[Event]:
    """Read a TensorBoard event file: records of length, checksum, message, checksum.

    Format: https://www.tensorflow.org/tutorials/load_data/tfrecord (TFRecord) with `Event` messages.

    Args:
        data: The file.
        name: Its name, for the refusal.

    Returns:
        Its values, in order. A last record that is cut off is left out, since a writer may still be at work.

    Raises:
        EvidenceError: It is no event file.
    """
    from google.protobuf.message import DecodeError
    from tensorboard.compat.proto.event_pb2 import Event as Message

    found: list[Event] = []
    place = 0
    while place + 12 <= len(data):
        (length,) = struct.unpack_from("<Q", data, place)
        start = place + 12
        if length > MAX_FILE or start + length + 4 > len(data):
            if place == 0:
                raise EvidenceError("no event file", name)
            break
        if struct.unpack_from("<I", data, place + 8)[0] != masked_crc(data[place : place + 8]):
            raise EvidenceError("no event file, or a broken one", name)
        body = data[start : start + length]
        if struct.unpack_from("<I", data, start + length)[0] != masked_crc(body):
            raise EvidenceError("a broken event file", name)
        message = Message()
        try:
            message.ParseFromString(body)
        except DecodeError:
            raise EvidenceError("an event that is none", name) from None
        found.extend(_values(message))
        if len(found) > MAX_EVENTS:
            raise EvidenceError(f"more than {MAX_EVENTS} events", name)
        place = start + length + 4
    if place == 0:
        raise EvidenceError("no event file", name)
    return found


def _values(message: "EventProto") -> list[Event]:
    if message.WhichOneof("what") == "graph_def":
        return [Event("graph", message.step, "graph", None, message.wall_time)]
    if message.WhichOneof("what") != "summary":
        return []
    return [
        Event(value.tag, message.step, *_one(value), message.wall_time) for value in message.summary.value
    ]


def _one(value: "Summary.Value") -> tuple[str, Any]:
    which = value.WhichOneof("value")
    plugin = value.metadata.plugin_data.plugin_name
    if which == "simple_value":
        return "scalar", float(value.simple_value)
    if which == "image":
        return "image", (value.image.width, value.image.height)
    if which == "histo":
        histogram = value.histo
        edges = [histogram.min, *histogram.bucket_limit]
        buckets = [(edges[i], edges[i + 1], count) for i, count in enumerate(histogram.bucket)]
        return "histogram", buckets
    if which == "audio":
        return "audio", value.audio.sample_rate
    if which != "tensor":
        return "tensor", None
    tensor = value.tensor
    if plugin == "scalars":
        numbers = _numbers(tensor)
        return "scalar", float(numbers.ravel()[0]) if numbers is not None and numbers.size else None
    if plugin == "histograms":
        numbers = _numbers(tensor)
        rows = [] if numbers is None or numbers.ndim != 2 else [tuple(map(float, row)) for row in numbers]
        return "histogram", rows
    if plugin == "text":
        return "text", "\n".join(item.decode("utf-8", "replace") for item in tensor.string_val)
    if plugin == "images":
        sizes = [item.decode("ascii", "replace") for item in tensor.string_val[:2]]
        return "image", tuple(int(size) for size in sizes) if all(s.isdigit() for s in sizes) else None
    if plugin == "audio":
        return "audio", None
    if plugin == "graph_run_metadata" or value.tag in ("keras", "batch_2"):
        return "graph", None
    return "tensor", None


def _numbers(tensor: "TensorProto") -> np.ndarray | None:
    """Read the numbers of a small tensor message: float, double or integer, packed or listed."""
    dtypes = {1: "<f4", 2: "<f8", 3: "<i4", 9: "<i8"}
    if tensor.dtype not in dtypes:
        return None
    shape = [dim.size for dim in tensor.tensor_shape.dim]
    count = math.prod(shape)
    if any(size < 0 for size in shape) or count > 1_000_000:
        return None
    if tensor.tensor_content:
        if len(tensor.tensor_content) != count * np.dtype(dtypes[tensor.dtype]).itemsize:
            return None
        return np.frombuffer(tensor.tensor_content, dtypes[tensor.dtype]).reshape(shape)
    listed = {1: tensor.float_val, 2: tensor.double_val, 3: tensor.int_val, 9: tensor.int64_val}[tensor.dtype]
    if len(listed) == count:
        return np.array(listed).reshape(shape)
    return np.full(shape, listed[0]) if len(listed) == 1 else None


def masked_crc(data: bytes) -> int:
    """Give a record's checksum: CRC-32C, rotated and shifted as the TFRecord format says."""
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

    return masked_crc32c(data)
