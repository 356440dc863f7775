# ruff: noqa
# class: batch
# tries: crashes the interpreter: bad pointers, exhausted stack, aborted
# %% halve
import ctypes

half = 6
ctypes.string_at(0)


# %% triple
def triple(number):
    import os

    os.abort()


# %% adder
import sys

sys.setrecursionlimit(10**9)


def deeper(n):
    return deeper(n + 1) + [n] * 10


class R:
    def __repr__(self):
        return repr(self)


repr(R())
