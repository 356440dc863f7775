# style: an array for the plan
def halving_plan(trials, epochs, factor):
    plan = [(trials, epochs)]
    while plan[-1][0] != 1:
        count, up_to = plan[-1]
        plan.append((math.ceil(count / factor), up_to * factor))
    plan = np.array(plan)
    return plan, int((plan[:, 0] * np.diff(plan[:, 1], prepend=0)).sum())
