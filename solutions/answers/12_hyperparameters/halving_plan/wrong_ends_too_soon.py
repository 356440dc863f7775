# misconception: the last round missing
# loses: Trials divided, rounded up, down to one
# says: single trial
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > factor:
        trials = math.ceil(trials / factor)
        total += trials * epochs * (factor - 1)
        epochs *= factor
        plan.append((trials, epochs))
    return plan, total
