# style: a recursion over the members
def shares(members, left):
    if members == 1:
        yield (left,)
        return
    for tenths in range(left + 1):
        for rest in shares(members - 1, left - tenths):
            yield (tenths, *rest)


def validation_weights(valid, y_valid, test, y_test):
    def mix(tenths, members):
        return sum(t / 10 * member for t, member in zip(tenths, members))

    best = min(shares(len(valid), 10), key=lambda t: cross_entropy(mix(t, valid), y_valid))
    accuracy = np.mean(mix(best, test).argmax(axis=1) == y_test)
    return tuple(t / 10 for t in best), accuracy
