# misconception: in a tie the class that the first member names
# loses: A tie goes to the smallest number
# says: in a tie
def soft_vote(probabilities):
    return np.mean(probabilities, axis=0)


def majority_vote(probabilities):
    named = np.argmax(probabilities, axis=2).T.tolist()
    return np.array([max(row, key=row.count) for row in named])
