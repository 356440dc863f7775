# misconception: no cache, so everything is prepared in every epoch
# loses: Each row is prepared once
# says: no `cache`
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    dataset = dataset.shuffle(len(x)).batch(batch_size)
    return dataset.prefetch(tf.data.AUTOTUNE)
