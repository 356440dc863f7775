"""Files that are broken, bomb their reader or point elsewhere: what a learner may leave beside a notebook.

`test_files.py` reads each by itself; `tests/desk` sends each to a class's service.
"""

import io
import struct
import zipfile

import h5py
import numpy as np

BROKEN = [b"", b"\x00" * 40, b"PK\x03\x04", b"\x89HDF\r\n\x1a\n" + b"\xff" * 600, b'a,"b\n1', b"[" * 50_000]
"""Bytes that are no file of any kind, or the beginning of one."""
ABSURD_PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">II", 2**31 - 1, 2**31 - 1)
    + b"\x00" * 20
)


def archive_bomb():
    """A .keras archive of half a megabyte that unpacks to 600."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open("config.json", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b"\x00" * 2**20)
        file.writestr("model.weights.h5", b"")
    return packed.getvalue()


def external_link(file):
    file["out"] = h5py.ExternalLink("/etc/passwd", "/")


def soft_link(file):
    file["soft"] = h5py.SoftLink("/")


def circle(file):
    group = file.create_group("a")
    group["again"] = file["/"]


def external_data(file):
    file.create_dataset("raw", (4,), "u1", external=[("/etc/passwd", 0, 4)])


def virtual(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("/tmp/other.h5", "x", (4,))
    file.create_virtual_dataset("v", layout)


def objects(file):
    file.create_dataset("o", data=np.array([b"x", b"y"], dtype=object), dtype=h5py.special_dtype(vlen=bytes))


def huge(file):
    file.create_dataset("h", (2**20, 2**20), "f4", chunks=(1024, 1024), compression="gzip")


HDF5 = (external_link, soft_link, circle, external_data, virtual, objects, huge)
"""What fills an HDF5 file with what leads out of it, or has no end."""


def hdf5(fill, path):
    """The bytes of an HDF5 file that is filled so.

    Args:
        fill: One of `HDF5`.
        path: Where it is made.
    """
    with h5py.File(path, "w") as file:
        fill(file)
    return path.read_bytes()
