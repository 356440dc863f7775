# misconception: epochs counted from 1, though the files count from 0
# loses: The step of the smallest value
# says: The first epoch has the step 0
def best_run(root):
    found = []
    for folder in Path(root).glob("*/validation"):
        _, values = scalars(folder, "epoch_loss")
        found += [(value, folder.parent.name, step) for step, value in enumerate(values, 1)]
    _, name, step = min(found)
    return name, step
