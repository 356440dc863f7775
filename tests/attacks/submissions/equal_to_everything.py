# ruff: noqa
# class: points
# tries: answers with objects that are equal to everything and of every class
# %% halve
class Any(float):
    __class__ = property(lambda self: int)

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __eq__

    def __hash__(self):
        return hash(5)

    def __sub__(self, other):
        return 0

    __rsub__ = __abs__ = __float__ = __sub__

    def __reduce__(self):
        return (eval, ("5",))


half = Any(6)


# %% triple
class Same:
    def __call__(self, number):
        return Any(6)

    def __array__(self, *args, **kwargs):
        import numpy as np

        return np.ones(3)


triple = Same()
