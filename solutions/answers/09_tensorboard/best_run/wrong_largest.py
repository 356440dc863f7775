# misconception: the largest value taken for the best, as with accuracy
# loses: The run with the smallest validation loss; The step of the smallest value; A run without validation is left out
# says: nor is the largest the best
def best_run(root):
    found = []
    for folder in Path(root).iterdir():
        for steps, values in [scalars(folder / "validation", "epoch_loss")]:
            found += [(value, folder.name, step) for step, value in zip(steps, values)]
    _, name, step = max(found)
    return name, step
