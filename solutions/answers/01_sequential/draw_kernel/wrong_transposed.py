# misconception: rows and columns swapped
# loses: 784 rows, one column for each unit
# says: swapped
def draw_kernel(units, seed):
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0].T
