# ruff: noqa
# class: grader
# tries: lets the taking of evidence hang, in a property, in a function and in a finaliser
# %% halve
import signal, time

signal.signal(signal.SIGINT, signal.SIG_IGN)


class Slow(float):
    def __reduce__(self):
        time.sleep(1000)


half = Slow(6)


# %% triple
def triple(number):
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
