# misconception: a share of the rows with an error
# loses: The share in which both are wrong
# says: all rows
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one != other).mean(), ((one != y) & (other != y)).sum() / (one != y).sum()
