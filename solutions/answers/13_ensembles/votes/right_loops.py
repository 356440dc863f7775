# style: plain loops over members and rows
def soft_vote(probabilities):
    total = 0
    for member in probabilities:
        total = total + member
    return total / len(probabilities)


def majority_vote(probabilities):
    result = []
    for row in range(len(probabilities[0])):
        named = [int(np.argmax(member[row])) for member in probabilities]
        result.append(max(sorted(set(named)), key=named.count))
    return result
