# style: a random number for each word, compared with two cuts
def split_rows(words, seed):
    names, place = np.unique(words, return_inverse=True)
    draw = np.random.RandomState(seed).permutation(len(names)) / len(names)
    share = draw[place]
    train = np.where(share < 0.7)[0]
    valid = np.where((share >= 0.7) & (share < 0.85))[0]
    test = np.where(share >= 0.85)[0]
    return np.array(train), np.array(valid), np.array(test)
