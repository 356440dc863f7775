# misconception: the plan alone
# loses: Trials divided, rounded up, down to one; Epochs multiplied in each round; Only new epochs are counted
# says: two things
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += trials * (epochs * factor - epochs)
        epochs = epochs * factor
        plan.append((trials, epochs))
    return plan
