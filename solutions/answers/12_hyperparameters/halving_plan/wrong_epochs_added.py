# misconception: as many epochs more in each round, not times as many
# loses: Epochs multiplied in each round
# says: multiplies the epochs
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += trials * epochs
        plan.append((trials, plan[-1][1] + epochs))
    return plan, total
