# misconception: a buffer of one batch
# loses: Single rows are shuffled, over all rows
# says: buffer
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    dataset = dataset.cache().shuffle(batch_size).batch(batch_size)
    return dataset.prefetch(tf.data.AUTOTUNE)
