"""Settings that have to stand before anything imports Keras."""

import os
from pathlib import Path

from graders.kernels.environment import ONE_THREAD

# Keras reads this once, when it is imported; whichever test comes first, the lessons find their data.
os.environ["KERAS_HOME"] = str(Path(__file__).resolve().parents[1] / "data" / "keras")
# The lessons' models are small; see the constant.
os.environ.update(ONE_THREAD)

# Installs packages anew: only when it is asked for by name, as `make test-pages` does.
collect_ignore = ["pages"]
