# ruff: noqa
# class: grader
# tries: prints a line of 50 MB, and another to the file descriptors
# %% halve
import os

half = 6
print("x" * 50_000_000)
for fd in (1, 2):
    for _ in range(50):
        os.write(fd, b"y" * 1_000_000)
# %% triple
triple = 1
