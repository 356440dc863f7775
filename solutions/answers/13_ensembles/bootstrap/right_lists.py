# style: plain lists and Python's own random numbers
import random


def bootstrap(count, seed):
    draw = random.Random(seed)
    rows = [draw.randrange(count) for _ in range(count)]
    return rows, sorted(set(range(count)) - set(rows))


def out_of_bag_mean(probabilities, bags):
    result = []
    for row in range(len(probabilities[0])):
        parts = [p[row] for p, bag in zip(probabilities, bags) if row not in list(bag)]
        nothing = [np.nan] * len(probabilities[0][row])
        result.append(sum(parts) / len(parts) if parts else nothing)
    return np.array(result)
