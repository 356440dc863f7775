"""The reader of documents: malformed ones are refused with a reason, and never crash or hang it."""

import json
from collections import Counter

import pytest
from hostile_documents import ASKED, whole
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from malformed import ARRAYS, DEEP, DEPTHS, HEADS, WORDS, damaged, deep, mutants, with_array

from graders.evidence import EvidenceError, Unusable, kinds, read

DOCUMENTS = 10_000
"""How many malformed documents are read; the tests below share them."""


@pytest.fixture(scope="module")
def good():
    return whole()


def attempt(document):
    """Read a document; give the reason of the refusal, None when it was read."""
    try:
        found = read(document, ASKED)
    except EvidenceError as error:
        return error.reason if len(str(error)) < 2_000 else pytest.fail("a reason that is too long")
    assert set(found) == set(ASKED)
    for value in found.values():
        assert not isinstance(value, Unusable) or value.found is not None
    return None


def test_good_document_is_read(good):
    assert attempt(good) is None


def test_changes_at_every_level(good):
    """Four thousand documents that differ from a good one in one, two or three places."""
    reasons = Counter(map(attempt, mutants(good, 4 * DOCUMENTS // 10, seed=20)))
    assert len(reasons) > 30 and sum(reasons.values()) - reasons[None] > DOCUMENTS // 5


def test_changes_of_bytes(good):
    """Four thousand documents with bytes flipped, cut out, doubled or cut off."""
    refused = sum(attempt(data) is not None for data in damaged(good, 4 * DOCUMENTS // 10, seed=21))
    assert refused > DOCUMENTS // 10


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([w for w in WORDS if isinstance(w, (str, int, float))]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "layer",
                    "graph",
                    "kind",
                    "value",
                    "array",
                    "list",
                    "tuple",
                    "dict",
                    "set",
                    "float",
                    "shape",
                    "dtype",
                    "blob",
                    "answers",
                    "label",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FUZZ = settings(
    max_examples=DOCUMENTS // 10,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@FUZZ
@given(st.sampled_from(sorted(ASKED)), JSON)
def test_evidence_of_any_shape(name, fact):
    """A thousand documents in which one piece of evidence is some JSON."""
    line, _, rest = GOOD[0].partition(b"\n")
    head = json.loads(line)
    head["evidence"][name] = fact
    attempt(json.dumps(head).encode("ascii") + b"\n" + rest)


@FUZZ
@given(JSON | st.binary(max_size=300))
def test_documents_of_any_shape(content):
    """A thousand documents that are some JSON or some bytes."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode("ascii") + b"\n"
    assert attempt(data) is not None


@pytest.fixture(autouse=True, scope="module")
def _remember(good):
    GOOD.append(good)
    yield
    GOOD.clear()


GOOD: list[bytes] = []


@pytest.mark.parametrize("line", HEADS)
def test_malformed_heads(line):
    assert attempt(line) is not None


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("place", DEEP)
def test_deep_facts(good, place, depth):
    """Nested almost as deep as Python reads JSON: too deep for a walk that calls itself."""
    attempt(deep(good, place, depth))


@pytest.mark.parametrize(("array", "reason"), ARRAYS)
def test_malformed_arrays(array, reason):
    with pytest.raises(EvidenceError, match=reason):
        read(with_array(array), {"array": kinds.Array()})
