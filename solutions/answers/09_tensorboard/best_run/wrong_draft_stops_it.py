# misconception: every run is taken to have a validation folder
# loses: A run without validation is left out
# says: to run to its end
def best_run(root):
    found = []
    for folder in Path(root).iterdir():
        steps, values = scalars(folder / "validation", "epoch_loss")
        found += [(value, folder.name, step) for step, value in zip(steps, values)]
    _, name, step = min(found)
    return name, step
