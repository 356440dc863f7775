# misconception: the epochs of a round, whatever its trials
# loses: Only new epochs are counted
# says: whatever the number of its trials
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += epochs * factor
        epochs = epochs * factor
        plan.append((trials, epochs))
    return plan, total
