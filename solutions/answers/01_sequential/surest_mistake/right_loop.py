# style: a loop over pictures, plain Python
def surest_mistake(probabilities, labels):
    hits, worst, worst_confidence = 0, None, 0.0
    for position, (row, label) in enumerate(zip(probabilities, labels)):
        answer = max(range(len(row)), key=lambda c: row[c])
        if answer == label:
            hits += 1
        elif row[answer] > worst_confidence:
            worst, worst_confidence = position, row[answer]
    return [hits / len(labels), worst]
