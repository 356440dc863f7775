# style: a list of two, and numpy's ceil
def halving_plan(trials, epochs, factor):
    counts, ends = [trials], [epochs]
    while counts[-1] > 1:
        counts.append(int(np.ceil(counts[-1] / factor)))
        ends.append(ends[-1] * factor)
    new = [ends[0]] + [later - sooner for sooner, later in zip(ends, ends[1:])]
    return [list(zip(counts, ends)), sum(count * n for count, n in zip(counts, new))]
