# style: indices, and the largest of all numbers that do
def fade_rate(norms):
    last = len(norms) - 1
    return math.pow(norms[0] / norms[last], 1 / last)


def reach(rate, least):
    if not rate < 1:
        return float("inf")
    return max(n for n in range(10_000) if rate**n >= least)
