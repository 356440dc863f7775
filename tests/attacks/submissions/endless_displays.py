# ruff: noqa
# class: grader
# tries: shows 30,000 displays, clears them, and updates them
# %% halve
from IPython.display import clear_output, display

half = 6
for number in range(300):
    display({"text/html": "<b>" * 500, "text/plain": "x" * 5000}, raw=True, display_id=f"d{number % 7}")
    if number % 50 == 0:
        clear_output(wait=bool(number % 3))
