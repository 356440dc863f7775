# style: all losses first, then the lowest
def validation_weights(valid, y_valid, test, y_test):
    counts = [c for c in itertools.product(range(11), repeat=len(valid)) if sum(c) == 10]
    mixes = np.array(counts) / 10
    mixed = np.einsum("km,mrc->krc", mixes, np.asarray(valid))
    at_true = mixed[:, np.arange(len(y_valid)), y_valid]
    best = mixes[np.log(at_true).mean(axis=1).argmax()]
    answers = sum(w * member for w, member in zip(best, test))
    return best.tolist(), float((answers.argmax(1) == y_test).mean())
