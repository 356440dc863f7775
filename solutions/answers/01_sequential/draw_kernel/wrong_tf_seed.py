# misconception: tf.random.set_seed alone taken for reproducibility
# loses: The same seed gives the same kernel
# says: tf.random.set_seed
def draw_kernel(units, seed):
    tf.random.set_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
