# misconception: the product of the error rates
# loses: The share in which both are wrong
# says: product
def compare_errors(first, second, y):
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    return (one != other).mean(), (one != y).mean() * (other != y).mean()
