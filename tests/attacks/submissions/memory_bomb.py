# ruff: noqa
# class: host
# tries: takes memory for ever, in one process and in many
# %% halve
import os

half = 6
for _ in range(6):
    if os.fork() == 0:
        break
kept = []
while True:
    kept.append(bytearray(os.urandom(1)) * 50_000_000)
