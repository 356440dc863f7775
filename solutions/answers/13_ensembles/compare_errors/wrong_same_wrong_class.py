# misconception: only the same wrong class counts
# loses: The share in which both are wrong
# says: Two different wrong classes
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one != other).mean(), ((one == other) & (one != y)).mean()
