# misconception: rows in which exactly one is wrong
# loses: The share in which they disagree
# says: exactly one of them
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return ((one == y) != (other == y)).mean(), ((one != y) & (other != y)).mean()
