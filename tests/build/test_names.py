import pytest

from graders.build.names import names


@pytest.mark.parametrize(
    ("code", "reads", "binds"),
    [
        ("x = y", {"y"}, {"x"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("x = 1\nprint(x)", {"print"}, {"x"}),
        ("import a.b as c, d.e", set(), {"c", "d"}),
        ("for i in xs:\n    t = t + i", {"xs", "t"}, {"i", "t"}),
        ("with open(p) as f:\n    f.read()", {"open", "p"}, {"f"}),
        ("squares = [n * n for n in xs]", {"xs"}, {"squares"}),
        ("def f(a):\n    b = a + c\n    return b", {"c"}, {"f"}),
        ("def f():\n    return f()", set(), {"f"}),
        (
            "class A(Base):\n    k = outer\n    def m(self):\n        return inner",
            {"Base", "outer", "inner"},
            {"A"},
        ),
        (
            "try:\n    import q\nexcept ImportError as error:\n    print(error)",
            {"ImportError", "print"},
            {"q", "error"},
        ),
        ("if (n := len(xs)) > 2:\n    n", {"len", "xs"}, {"n"}),
        ("a, (b, *c) = d", {"d"}, {"a", "b", "c"}),
        ("def f():\n    global g\n    g = h", {"h"}, {"f", "g"}),
        ("thing.part = 1", {"thing"}, set()),
        ("f = lambda x: x + y", {"y"}, {"f"}),
    ],
)
def test_names_read_from_elsewhere_and_names_bound(code, reads, binds):
    found_reads, found_binds = names(code)
    assert set(found_reads) == reads
    assert found_binds == binds


def test_a_read_is_found_on_its_line():
    reads, _ = names("x = 1\n\ny = missing")
    assert reads == {"missing": 3}


def test_magics_are_no_syntax_errors():
    reads, _ = names("%matplotlib inline\n!ls\nprint(x)")
    assert "x" in reads
