# misconception: epochs of the rounds before counted again
# loses: Only new epochs are counted
# says: counted again
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += trials * epochs * factor
        epochs = epochs * factor
        plan.append((trials, epochs))
    return plan, total
