# misconception: one order for all epochs
# loses: Each epoch has another order
# says: unless it is told not to
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((np.stack([prepare(row) for row in x]), y))
    dataset = dataset.shuffle(len(x), reshuffle_each_iteration=False)
    return dataset.batch(batch_size).prefetch(2)
