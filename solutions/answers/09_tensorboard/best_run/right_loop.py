# style: a running minimum, os instead of pathlib
def best_run(root):
    smallest, name, when = float("inf"), None, None
    for run in os.listdir(root):
        place = os.path.join(root, run, "validation")
        if not os.path.exists(place):
            continue
        for step, value in zip(*scalars(place, "epoch_loss")):
            if value < smallest:
                smallest, name, when = value, run, step
    return (name, when)
