# style: logical functions and an array of two
def compare_errors(first, second, y):
    one, other = np.argmax(first, -1), np.argmax(second, -1)
    double = np.logical_and(np.not_equal(one, y), np.not_equal(other, y))
    return np.array([np.mean(one != other), np.mean(double)])
