# misconception: probabilities compared in place of classes
# loses: The share in which they disagree
# says: probabilities were compared
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (first != second).mean(), ((one != y) & (other != y)).mean()
