# way: plain Python loop with max and enumerate; returns a list
def surest_mistake(probabilities, labels):
    """Return the accuracy and the position of the surest mistake."""
    right = 0
    best_place, best_p = None, -1.0
    for place, (row, label) in enumerate(zip(probabilities, labels)):
        guess = int(np.argmax(row))
        if guess == label:
            right += 1
        elif row[guess] > best_p:
            best_place, best_p = place, row[guess]
    return [right / len(labels), best_place]
