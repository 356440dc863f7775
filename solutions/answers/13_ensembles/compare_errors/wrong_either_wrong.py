# misconception: one of them wrong in place of both
# loses: The share in which both are wrong
# says: both conditions
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one != other).mean(), ((one != y) | (other != y)).mean()
