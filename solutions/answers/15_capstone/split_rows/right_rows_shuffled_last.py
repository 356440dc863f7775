# style: sets of words from Python's random, and the rows in shuffled order
def split_rows(words, seed):
    import random

    draw = random.Random(seed)
    different = sorted(set(map(str, words)))
    draw.shuffle(different)
    n = len(different)
    train_words = set(different[: n * 7 // 10])
    valid_words = set(different[n * 7 // 10 : n * 85 // 100])
    train, valid, test = [], [], []
    for row, word in enumerate(map(str, words)):
        if word in train_words:
            train.append(row)
        elif word in valid_words:
            valid.append(row)
        else:
            test.append(row)
    for part in (train, valid, test):
        draw.shuffle(part)
    return [train, valid, test]
