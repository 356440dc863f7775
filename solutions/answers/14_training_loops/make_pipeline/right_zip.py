# style: rows and labels zipped, prefetched twice
def make_pipeline(x, y, prepare, batch_size):
    rows = tf.data.Dataset.from_tensor_slices(x).map(prepare).cache()
    labels = tf.data.Dataset.from_tensor_slices(y)
    pairs = tf.data.Dataset.zip((rows, labels)).shuffle(10 * len(x)).prefetch(20)
    return pairs.batch(batch_size, drop_remainder=False).prefetch(2)
