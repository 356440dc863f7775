# style: scikit-learn's GroupShuffleSplit, twice
def split_rows(words, seed):
    from sklearn.model_selection import GroupShuffleSplit

    words = np.array(words)
    first = GroupShuffleSplit(n_splits=1, train_size=0.7, random_state=seed)
    train, rest = next(first.split(words, groups=words))
    second = GroupShuffleSplit(n_splits=1, train_size=0.5, random_state=seed)
    valid, test = next(second.split(rest, groups=words[rest]))
    return train, rest[valid], rest[test]
