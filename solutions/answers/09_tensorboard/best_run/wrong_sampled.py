# misconception: read with the default sample of ten points
# loses: Every point of a long run
# says: keeps a sample of 10 points
def best_run(root):
    found = []
    for folder in Path(root).glob("*/validation"):
        reader = EventAccumulator(str(folder))
        reader.Reload()
        for point in reader.Tensors("epoch_loss"):
            found.append((float(tf.make_ndarray(point.tensor_proto)), folder.parent.name, point.step))
    _, name, step = min(found)
    return name, step
