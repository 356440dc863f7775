# misconception: cached before the costly step
# loses: Each row is prepared once
# says: behind `cache`
def make_pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).cache()
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    return dataset.shuffle(len(x)).batch(batch_size).prefetch(2)
