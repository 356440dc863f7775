# misconception: the new epochs stand in the plan
# loses: Epochs multiplied in each round
# says: up to which epoch
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += trials * (epochs * factor - epochs)
        epochs = epochs * factor
        plan.append((trials, epochs - epochs // factor))
    return plan, total
