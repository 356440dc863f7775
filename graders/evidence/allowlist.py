"""The allow-list: which Keras classes, functions and values may come out of a learner's configuration.

Keras's own safe mode has been passed by again and again (CVE-2025-1550, -8747, -9905, -9906), so nothing of a
configuration reaches Keras before this module has walked over all of it. What is not on the list is
refused; the list is names only and imports nothing.
"""

import math
from typing import TYPE_CHECKING

from coursework.evidence.known import ACTIVATIONS, APPLICATION_LAYERS, LAYERS, OPERATIONS
from graders.evidence.document import EvidenceError

if TYPE_CHECKING:
    pass

INITIALIZERS = frozenset(
    [
        "Constant",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "Identity",
        "IdentityInitializer",
        "LecunNormal",
        "LecunUniform",
        "Ones",
        "Orthogonal",
        "OrthogonalInitializer",
        "RandomNormal",
        "RandomUniform",
        "TruncatedNormal",
        "VarianceScaling",
        "Zeros",
    ]
)
REGULARIZERS = frozenset({"L1", "L1L2", "L2", "OrthogonalRegularizer"})
CONSTRAINTS = frozenset({"MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"})

_CLASSES = {
    "keras.layers": LAYERS,
    "keras.initializers": INITIALIZERS,
    "keras.regularizers": REGULARIZERS,
    "keras.constraints": CONSTRAINTS,
    "keras": frozenset({"DTypePolicy"}),
    "keras.dtype_policies": frozenset({"DTypePolicy"}),
}
_FUNCTION_MODULES = frozenset({"keras.activations", "builtins"})
_POLICIES = frozenset(
    [
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "mixed_float16",
        "mixed_bfloat16",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "bool",
        "string",
    ]
)
_STRING_FUNCTIONS = {
    "activation": ACTIVATIONS,
    "recurrent_activation": ACTIVATIONS,
}
_STANDARDIZE = frozenset({"lower_and_strip_punctuation", "lower", "strip_punctuation"})
_SPLIT = frozenset({"whitespace", "character"})

MAX_NUMBER = 10**7
MAX_LIST = 250_000
MAX_TEXT = 2_000
MAX_DEPTH = 24
MAX_PARTS = 1_000_000

_SPECIAL_KEYS = frozenset({"class_name", "module", "registered_name", "config"})
_NEVER_KEYS = frozenset({"fn", "function", "fn_name", "shared_object_id", "quantization_config", "spec_name"})


def operation_module(module: str, name: str) -> str | None:
    """Give the last part of the module of a Keras operation that is on the list, None when it is not."""
    for part, names in OPERATIONS.items():
        if module == f"keras.src.ops.{part}" and name in names:
            return part
    return None


def check_layer(name: str, module: str, config: object, path: str) -> None:
    """Check a layer's class and all of its configuration.

    Args:
        name: The layer's class.
        module: The module that it says it comes from; only layers of keras.applications are looked up by it.
        config: What its `get_config` gave.
        path: Where it stands, for the refusal.

    Raises:
        EvidenceError: Class or configuration hold something that is not on the list.
    """
    if name not in LAYERS and (module, name) not in APPLICATION_LAYERS:
        raise EvidenceError(
            f"a layer of class {name[:80]!r} is not on the list of layers that can be rebuilt", path
        )
    if not isinstance(config, dict):
        raise EvidenceError("a configuration must be a dict", path)
    check_config(config, path)
    check_text_layers(name, config, path)


def check_config(config: object, path: str) -> None:
    """Walk over a configuration and check every class, function and value in it."""
    _Walk().item(config, path, 0, None)


class _Walk:
    """One walk over a configuration."""

    def __init__(self) -> None:
        self.left = MAX_PARTS

    def item(self, item: object, path: str, depth: int, key: str | None) -> None:
        self.left -= 1
        if self.left < 0:
            raise EvidenceError("a configuration with too many parts", path)
        if depth > MAX_DEPTH:
            raise EvidenceError("a configuration nested too deep", path)
        if item is None or isinstance(item, bool):
            return
        if isinstance(item, (int, float)):
            self.number(item, path, key)
        elif isinstance(item, str):
            self.string(item, path, key)
        elif isinstance(item, (list, tuple)):
            if len(item) > MAX_LIST:
                raise EvidenceError("a list that is too long", path)
            for number, part in enumerate(item):
                self.item(part, f"{path}[{number}]", depth + 1, key)
        elif isinstance(item, dict):
            self.mapping(item, path, depth, key)
        else:
            raise EvidenceError(f"a value of type {type(item).__name__}", path)

    def number(self, item: int | float, path: str, key: str | None) -> None:
        if isinstance(item, float):
            if math.isnan(item):
                raise EvidenceError("a configuration value that is not a number", path)
            return
        most = (
            2**63
            if key in ("seed", "salt", "mask_value", "oov_value", "mask_token", "oov_token", "vocabulary")
            else MAX_NUMBER
        )
        if abs(item) > most:
            raise EvidenceError(f"the number {str(item)[:20]} is larger than any lesson needs", path)

    def string(self, item: str, path: str, key: str | None) -> None:
        if len(item) > MAX_TEXT:
            raise EvidenceError("a text that is too long", path)
        allowed = _STRING_FUNCTIONS.get(key or "")
        if allowed is not None and item not in allowed:
            raise EvidenceError(f"the function {item[:80]!r} is not on the list", path)
        if key == "dtype" and item not in _POLICIES:
            raise EvidenceError(f"the dtype {item[:80]!r} is not on the list", path)
        if key is not None and (key.endswith(("_initializer", "_regularizer", "_constraint"))):
            self.short_name(item, path)

    def short_name(self, item: str, path: str) -> None:
        plain = item.replace("_", "").lower()
        known = {name.lower() for name in INITIALIZERS | REGULARIZERS | CONSTRAINTS}
        if plain not in known:
            raise EvidenceError(f"{item[:80]!r} is not on the list", path)

    def mapping(self, item: dict, path: str, depth: int, key: str | None) -> None:
        if any(not isinstance(name, str) for name in item):
            raise EvidenceError("a key that is no text", path)
        if "class_name" in item or "module" in item or "registered_name" in item:
            self.object(item, path, depth)
            return
        for name, part in item.items():
            if name in _NEVER_KEYS and part is not None:
                raise EvidenceError(f"the key {name!r} may not hold anything", path)
            self.item(part, f"{path}.{name[:80]}", depth + 1, name)

    def object(self, item: dict, path: str, depth: int) -> None:
        unknown = item.keys() - _SPECIAL_KEYS - {"build_config", "compile_config", "name"}
        if unknown:
            raise EvidenceError(f"an object with the key {sorted(unknown)[0][:80]!r}", path)
        name, module, config = item.get("class_name"), item.get("module"), item.get("config")
        if not isinstance(name, str) or not isinstance(module, str):
            raise EvidenceError(f"an object of class {str(name)[:80]!r} without a module of Keras", path)
        if name == "function":
            registered = item.get("registered_name")
            if (
                module not in _FUNCTION_MODULES
                or not isinstance(config, str)
                or config not in ACTIVATIONS
                or registered not in (None, config)
            ):
                raise EvidenceError(
                    f"the function {str(config)[:80]!r} of {module[:80]!r} is not on the list", path
                )
            return
        if name not in _CLASSES.get(module, ()) or item.get("registered_name") is not None:
            raise EvidenceError(f"the class {name[:80]!r} of {module[:80]!r} is not on the list", path)
        if not isinstance(config, dict):
            raise EvidenceError("a configuration must be a dict", f"{path}.config")
        if name == "DTypePolicy":
            if not _is_one_of(config.get("name"), _POLICIES) or config.keys() - {"name", "source_name"}:
                raise EvidenceError("a dtype policy that is not on the list", path)
            return
        self.item(config, f"{path}.config", depth + 1, None)
        if module == "keras.layers":
            check_text_layers(name, config, f"{path}.config")
        for extra in ("build_config", "compile_config"):
            if item.get(extra):
                self.item(item[extra], f"{path}.{extra}", depth + 1, None)


def _is_one_of(item: object, names: frozenset[str]) -> bool:
    """Whether it is a string and on the list; a list or dict has no place in a set."""
    return isinstance(item, str) and item in names


def check_text_layers(name: str, config: dict, path: str) -> None:
    """Look-up layers open the file that a text in `vocabulary` names; only a list may stand there."""
    if name in ("StringLookup", "IntegerLookup", "TextVectorization"):
        for key in ("vocabulary", "idf_weights"):
            if not isinstance(config.get(key), (list, tuple, type(None))):
                raise EvidenceError(f"`{key}` must be a list: files are never read", path)
        for key in ("vocabulary_dtype", "encoding"):
            if config.get(key) not in (None, "int64", "int32", "string", "utf-8"):
                raise EvidenceError(f"`{key}` is not on the list", path)
    if name == "TextVectorization":
        for key, allowed in (("standardize", _STANDARDIZE), ("split", _SPLIT)):
            if config.get(key) is not None and not _is_one_of(config[key], allowed):
                raise EvidenceError(f"`{key}` is not on the list", path)
    elif config.get("vocabulary") is not None and not isinstance(config["vocabulary"], (list, tuple)):
        raise EvidenceError("`vocabulary` must be a list: files are never read", path)
