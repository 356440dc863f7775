# misconception: the position among the mistakes alone
# loses: The position of a mistake, among all pictures
# says: among the *mistakes* alone
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(probabilities[wrong].max(axis=1).argmax())
