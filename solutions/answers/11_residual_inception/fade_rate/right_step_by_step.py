# style: ratios multiplied one by one, a gradient that is multiplied until too little is left
def fade_rate(norms):
    product = 1
    for first, second in zip(norms, norms[1:]):
        product *= first / second
    return product ** (1 / (len(norms) - 1))


def reach(rate, least):
    steps, left = 0, rate
    while left >= least:
        if rate >= 1:
            return math.inf
        left *= rate
        steps += 1
    return steps
