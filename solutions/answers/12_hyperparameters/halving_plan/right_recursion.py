# style: recursion, lists in place of tuples
def halving_plan(trials, epochs, factor):
    def rounds(count, up_to):
        if count == 1:
            return [[count, up_to]]
        return [[count, up_to], *rounds(-(-count // factor), up_to * factor)]

    plan = rounds(trials, epochs)
    total, before = 0, 0
    for count, up_to in plan:
        total += count * (up_to - before)
        before = up_to
    return plan, total
