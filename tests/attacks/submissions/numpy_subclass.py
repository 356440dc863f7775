# ruff: noqa
# class: points
# tries: answers with NumPy arrays whose methods and ufuncs lie
# %% halve
import numpy as np


class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_

    def __array_function__(self, func, types, args, kwargs):
        return np.True_

    def __eq__(self, other):
        return np.True_

    def __float__(self):
        return 5.0

    def item(self, *args):
        return 5

    def tolist(self):
        return 5

    dtype = property(lambda self: np.dtype("float64"))
    shape = property(lambda self: ())


half = np.array(6.0).view(Liar)


# %% triple
def triple(number):
    return np.array(number).view(Liar)
