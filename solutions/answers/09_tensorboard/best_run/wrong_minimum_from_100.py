# misconception: a running minimum that starts at 100
# loses: The run with the smallest validation loss
# says: a loss may be of any size
def best_run(root):
    smallest, best_name, best_step = 100, "", 0
    for folder in Path(root).iterdir():
        if (folder / "validation").is_dir():
            for step, value in zip(*scalars(folder / "validation", "epoch_loss")):
                if value < smallest:
                    smallest, best_name, best_step = value, folder.name, step
    return best_name, best_step
