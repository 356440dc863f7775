# ruff: noqa
# class: points
# tries: calls the display hook with a number, then raises, in every later cell
# %% halve
import sys

half = 6
shell = get_ipython()


def transform(lines):
    return ["import sys; sys.displayhook(100)\n", "raise SystemExit\n"]


shell.input_transformers_cleanup.append(transform)
