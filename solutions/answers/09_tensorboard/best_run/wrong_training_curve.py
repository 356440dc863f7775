# misconception: chosen by the training curve
# loses: The run with the smallest validation loss; A run without validation is left out
# says: run that overfits
def best_run(root):
    found = []
    for folder in Path(root).iterdir():
        steps, values = scalars(folder / "train", "epoch_loss")
        found += [(value, folder.name, step) for step, value in zip(steps, values)]
    _, name, step = min(found)
    return name, step
