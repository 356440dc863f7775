# misconception: NumPy's seed alone
# loses: The same seed gives the same kernel
# says: seed of its own
def draw_kernel(units, seed):
    np.random.seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
