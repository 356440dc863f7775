# way: positions of the mistakes first, then max() with a key over these positions
def surest_mistake(probabilities, labels):
    """Return the accuracy and the position of the surest mistake."""
    predicted_classes = np.argmax(probabilities, axis=1)
    places = np.flatnonzero(predicted_classes != labels).tolist()
    accuracy = 1 - len(places) / len(labels)
    position = max(places, key=lambda i: probabilities[i].max(), default=None)
    return accuracy, position
