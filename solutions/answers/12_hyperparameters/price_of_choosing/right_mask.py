# style: a mask of the best of each row
def price_of_choosing(valid, test):
    is_best = valid == valid.max(axis=1, keepdims=True)
    return np.mean(valid[is_best]) - np.mean(test[is_best])
