# ruff: noqa
# class: points
# tries: answers with not-a-number, infinity, numbers of 3000 digits, and complex ones
# %% halve
half = float("nan")
# %% triple
calls = []


def triple(number):
    calls.append(number)
    return [float("nan"), float("inf"), -(10**1200), 5 + 0j, "15", True][len(calls) % 6]


# %% adder
adder = 10**1200
