# way: pandas table of all points and idxmin, glob for the folders
def best_run(root):
    """Return the name and the step of the smallest validation loss."""
    tables = []
    for folder in Path(root).glob("*/validation"):
        steps, values = scalars(folder, "epoch_loss")
        table = pd.DataFrame({"step": steps, "loss": values})
        table["run"] = folder.parent.name
        tables.append(table)
    points = pd.concat(tables, ignore_index=True)
    best = points.loc[points["loss"].idxmin()]
    return str(best["run"]), int(best["step"])
