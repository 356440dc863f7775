# misconception: cached after shuffling
# loses: Each epoch has another order
# says: stands behind `shuffle`
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    dataset = dataset.shuffle(len(x)).cache().batch(batch_size)
    return dataset.prefetch(tf.data.AUTOTUNE)
