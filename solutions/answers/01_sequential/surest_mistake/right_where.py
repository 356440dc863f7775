# style: right answers made impossible to win
def surest_mistake(probabilities, labels):
    predicted = np.argmax(probabilities, axis=-1)
    right = predicted == labels
    if right.all():
        return 1.0, None
    confidence = probabilities.max(axis=-1).copy()
    confidence[right] = -1
    return float(right.mean()), int(np.argmax(confidence))
