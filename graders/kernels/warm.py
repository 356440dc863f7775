"""What a forkserver imports before it forks: the libraries of the lessons, and no TensorFlow operation."""

from __future__ import annotations

import importlib
import logging

# Each of these is imported late by something that a lesson does; here it is imported once for all kernels.
_LATE = [
    "encodings.cp437",
    "encodings.idna",
    "sqlite3",
    "pydoc",
    "http.client",
    "multiprocessing.pool",
    "concurrent.futures.thread",
    "numpy",
    "numpy.testing",
    "pandas",
    "pandas.io.formats.style",
    "pandas.io.formats.html",
    "pandas.plotting",
    "sklearn.preprocessing",
    "sklearn.linear_model",
    "sklearn.ensemble",
    "sklearn.model_selection",
    "sklearn.metrics",
    "sklearn.datasets",
    "sklearn.pipeline",
    "sklearn.tree",
    "sklearn.dummy",
    "sklearn.decomposition",
    "sklearn.neural_network",
    "matplotlib",
    "matplotlib.pyplot",
    "matplotlib.ticker",
    "matplotlib.animation",
    "matplotlib_inline.config",
    "PIL.Image",
    "PIL.PngImagePlugin",
    "rich._emoji_codes",
    "matplotlib.backends.backend_agg",
    "tensorflow",
    "keras",
    "keras.applications",
    "keras.datasets",
    "keras.callbacks",
    "keras.ops",
    "keras.utils",
    "keras.saving",
    "keras.random",
    "tensorflow.python.data.ops.concatenate_op",
    "tensorflow.python.data.ops.flat_map_op",
    "tensorflow.python.data.ops.from_tensors_op",
    "tensorflow.python.data.ops.range_op",
    "tensorflow.python.data.ops.zip_op",
    "h5py",
    "pydot",
    "tensorboard.notebook",
    "tensorboard.manager",
    "tensorboard.backend.event_processing.event_accumulator",
    "tensorboard.summary",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.iostream",
    "ipykernel.subshell_manager",
    "ipykernel.datapub",
    "ipykernel.inprocess.blocking",
    "ipykernel.pickleutil",
    "ipykernel.connect",
    "ipykernel.debugger",
    "ipykernel.comm.manager",
    "IPython.core.magics",
    "IPython.core.completer",
    "IPython.core.historyapp",
    "IPython.core.payloadpage",
    "IPython.core.ultratb",
    "IPython.lib.pretty",
    "IPython.external.pickleshare",
    "IPython.core.pylabtools",
    "zmq.eventloop.zmqstream",
    "comm",
    "jedi",
    "stack_data",
    "jupyter_client.session",
    "tornado.platform.asyncio",
    "psutil",
    "graders.kernels.kernel",
    "coursework",
    "coursework.evidence",
]
_NEEDED = ("ipykernel", "IPython", "tensorflow", "keras", "numpy")


def import_everything(role: str) -> None:
    """Import what a kernel of the course uses.

    Nothing is imported for the role ``bare``, which serves for looking at a machine.

    What is not installed, or not in this version, is left to the child that asks for it; only the packages
    without which there is no lesson must be there.

    Raises:
        ImportError: when one of those is missing.
    """
    if role == "bare":
        return
    for name in _NEEDED:
        importlib.import_module(name)
    for name in _LATE:
        try:
            importlib.import_module(name)
        except ImportError as error:
            logging.getLogger(__name__).info("not warmed: %s (%s)", name, error)
    import keras
    import matplotlib.backends
    import PIL.Image
    import tensorflow as tf

    PIL.Image.preinit()
    # The names of its backends stand in the packages' lists of entry points, which take long to read.
    matplotlib.backends.backend_registry.list_all()

    # These packages load parts of themselves on first use; touching them does that work here.
    for holder, name in ((tf, "summary"), (tf, "keras"), (tf.compat, "v1"), (keras, "tree"), (tf, "data")):
        getattr(holder, name, None)
