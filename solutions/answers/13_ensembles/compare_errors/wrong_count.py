# misconception: a count of rows
# loses: The share in which they disagree
# says: count
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one != other).sum(), ((one != y) & (other != y)).mean()
