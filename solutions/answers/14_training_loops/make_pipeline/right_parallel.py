# style: prepared in parallel, with a function of its own
def make_pipeline(x, y, prepare, batch_size):
    def prepared(row, label):
        return prepare(row), label

    return (
        tf.data.Dataset.from_tensor_slices((x, y))
        .map(prepared, num_parallel_calls=tf.data.AUTOTUNE)
        .cache()
        .shuffle(buffer_size=len(y))
        .batch(batch_size)
        .prefetch(1)
    )
