# mistake: returns the place in the list, not the step in the file; message: a continued run does not begin at step 0
def best_run(root):
    """Return the name and the step of the smallest validation loss."""
    found = []
    for run in Path(root).iterdir():
        if (run / "validation").is_dir():
            steps, values = scalars(run / "validation", "epoch_loss")
            found.append((min(values), run.name, int(np.argmin(values))))
    loss, name, step = min(found)
    return name, step
