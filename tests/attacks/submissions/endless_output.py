# ruff: noqa
# class: grader
# tries: prints for ever, from the cell and from threads
# %% halve
import sys, threading


def shout():
    while True:
        print("x" * 100_000)
        sys.stdout.flush()


for _ in range(4):
    threading.Thread(target=shout, daemon=True).start()
shout()
