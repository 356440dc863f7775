"""Models that everybody writes, as Keras's guides and the standard books have them.

Each is typed anew and made small. `test_known_models.py` carries all of them across: a model *crosses* when
the examiner rebuilds it, and *is asked* when a part of it stays where it runs. None is refused.
"""

from known_models import classes, generative, pictures, text
from known_models.registry import KNOWN, Known

__all__ = ["KNOWN", "Known", "classes", "generative", "pictures", "text"]
