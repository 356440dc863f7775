# ruff: noqa
# class: batch
# tries: swallows every interrupt and every exception for ever
# %% halve
import time

while True:
    try:
        while True:
            time.sleep(0.1)
    except BaseException:
        pass
