# style: positions of the mistakes, then the position of the surest
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predicted != labels)
    accuracy = 1 - len(wrong) / len(labels)
    if len(wrong) == 0:
        return accuracy, None
    return accuracy, wrong[probabilities[wrong].max(axis=1).argmax()]
