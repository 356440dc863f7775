# style: a fingerprint of the word and the seed together
def split_rows(words, seed):
    parts = {"train": [], "valid": [], "test": []}
    for row, word in enumerate(words):
        number = zlib.crc32(f"{seed}-{word}".encode()) % 100
        name = "train" if number < 70 else "valid" if number < 85 else "test"
        parts[name].append(row)
    return parts["train"], parts["valid"], parts["test"]
