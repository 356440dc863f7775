# style: a table of the best point of each run, then the best of them
def best_run(root):
    best = {}
    for folder in sorted(Path(root).glob("*/validation")):
        steps, values = scalars(folder, "epoch_loss")
        place = int(np.argmin(values))
        best[folder.parent.name] = (values[place], steps[place])
    winner = min(best, key=lambda name: best[name][0])
    return winner, best[winner][1]
