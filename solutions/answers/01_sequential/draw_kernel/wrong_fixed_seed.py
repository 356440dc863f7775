# misconception: always the same seed
# loses: Another seed gives another kernel
# says: reach the place
def draw_kernel(units, seed):
    keras.utils.set_random_seed(42)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
