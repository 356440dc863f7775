# style: a loop over rows
def compare_errors(first, second, y):
    differ = both = 0
    for one, other, truth in zip(first, second, y):
        a, b = np.argmax(one), np.argmax(other)
        differ += a != b
        both += a != truth and b != truth
    return differ / len(y), both / len(y)
