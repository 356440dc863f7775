# misconception: the bias in place of the kernel
# loses: 784 rows, one column for each unit; Another seed gives another kernel; Drawn as Keras draws by default
# says: bias
def draw_kernel(units, seed):
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[1]
