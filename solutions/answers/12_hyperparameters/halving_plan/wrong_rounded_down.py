# misconception: rounded down
# loses: Trials divided, rounded up, down to one
# says: rounded down
def halving_plan(trials, epochs, factor):
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = max(trials // factor, 1)
        total += trials * (epochs * factor - epochs)
        epochs = epochs * factor
        plan.append((trials, epochs))
    return plan, total
