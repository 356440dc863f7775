# mistake: the position is counted among the mistakes only; the message should say that it counts among all pictures
def surest_mistake(probabilities, labels):
    """Return the accuracy and the position of the surest mistake."""
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    if not wrong.any():
        return 1.0, None
    return np.mean(~wrong), int(probabilities[wrong].max(axis=1).argmax())
