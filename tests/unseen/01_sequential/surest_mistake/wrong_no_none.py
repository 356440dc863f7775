# mistake: without a mistake it returns position 0, not None, because argmax of a row of -1 is 0; the message should ask for None
def surest_mistake(probabilities, labels):
    """Return the accuracy and the position of the surest mistake."""
    predicted = probabilities.argmax(axis=1)
    right = predicted == labels
    sureness = np.where(right, -1, probabilities.max(axis=1))
    return right.mean(), sureness.argmax()
