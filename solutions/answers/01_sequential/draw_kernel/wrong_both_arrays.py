# misconception: both arrays returned
# loses: 784 rows, one column for each unit; The same seed gives the same kernel; Another seed gives another kernel; Drawn as Keras draws by default
# says: list of two arrays
def draw_kernel(units, seed):
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()
