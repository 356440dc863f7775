# mistake: compares the last loss of each run; message: the smallest loss at ANY step counts
def best_run(root):
    """Return the name and the step of the smallest validation loss."""
    found = []
    for run in Path(root).iterdir():
        if (run / "validation").is_dir():
            steps, values = scalars(run / "validation", "epoch_loss")
            found.append((values[-1], run.name, steps[-1]))
    loss, name, step = min(found)
    return name, step
