# misconception: chosen by the training curve
# loses: The run with the smallest validation loss; Every point of a long run; A run without validation is passed over
# says: learning by heart
def best_run(root):
    found = []
    for folder in Path(root).iterdir():
        steps, values = scalars(folder / "train", "epoch_loss")
        found += [(value, folder.name, step) for step, value in zip(steps, values)]
    _, name, step = min(found)
    return name, step
