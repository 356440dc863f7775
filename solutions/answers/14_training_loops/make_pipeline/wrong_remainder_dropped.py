# misconception: the last, smaller batch is dropped
# loses: Every row once, in batches, with its own label
# says: drop_remainder
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    dataset = dataset.cache().shuffle(len(x)).batch(batch_size, drop_remainder=True)
    return dataset.prefetch(tf.data.AUTOTUNE)
