# misconception: the last value taken for the best one
# loses: The run with the smallest validation loss
# says: not its smallest
def best_run(root):
    found = []
    for folder in Path(root).iterdir():
        if (folder / "validation").is_dir():
            steps, values = scalars(folder / "validation", "epoch_loss")
            found.append((values[-1], folder.name, steps[-1]))
    _, name, step = min(found)
    return name, step
