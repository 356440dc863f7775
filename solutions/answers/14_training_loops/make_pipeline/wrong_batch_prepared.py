# misconception: prepare is given whole batches
# loses: Every row once, in batches, with its own label
# says: one row, not a batch
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size)
    dataset = dataset.map(lambda rows, labels: (prepare(rows), labels))
    dataset = dataset.unbatch().cache().shuffle(len(x))
    return dataset.batch(batch_size).prefetch(2)
