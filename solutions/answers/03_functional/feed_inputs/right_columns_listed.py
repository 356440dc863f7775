# style: columns listed, names read from the model
def feed(rows):
    columns = [[0, 1, 2], [3, 4, 5, 6, 7]]
    parts = [rows[:, c] for c in columns]
    return tuple(parts), {tensor.name: part for tensor, part in zip(pricer.inputs, parts)}
