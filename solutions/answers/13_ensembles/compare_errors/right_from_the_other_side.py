# style: one minus, and sums
def compare_errors(first, second, y):
    named = np.stack([first, second]).argmax(axis=2)
    some_right = (named == y).any(axis=0)
    agree = np.equal(*named)
    return [1 - agree.mean(), np.count_nonzero(~some_right) / len(y)]
