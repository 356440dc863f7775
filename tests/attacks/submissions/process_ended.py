# ruff: noqa
# class: batch
# tries: ends its process at every opportunity, also while evidence is taken
# %% halve
class Ends(float):
    pass


half = 6
get_ipython().events.register("pre_execute", lambda: __import__("os")._exit(0))


# %% triple
def triple(number):
    import os

    os.kill(os.getpid(), 9)
