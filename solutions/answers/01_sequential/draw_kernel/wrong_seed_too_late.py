# misconception: the seed set after the layer has drawn
# loses: The same seed gives the same kernel; Another seed gives another kernel
# says: before the layer
def draw_kernel(units, seed):
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    keras.utils.set_random_seed(seed)
    return layer.get_weights()[0]
