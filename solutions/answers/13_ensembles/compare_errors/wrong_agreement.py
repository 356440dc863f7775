# misconception: agreement in place of disagreement
# loses: The share in which they disagree
# says: agree
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one == other).mean(), ((one != y) & (other != y)).mean()
