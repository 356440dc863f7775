# misconception: rows are prefetched, not batches
# loses: The next batch is prepared meanwhile
# says: stands before
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).prefetch(2)
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    return dataset.cache().shuffle(len(x)).batch(batch_size)
