# mistake: the seed is always 42 and the argument is not used; the message should say that another seed gives the same kernel
def draw_kernel(units, seed):
    """Return the starting kernel of a new Dense layer for 784 inputs."""
    seed = keras.utils.set_random_seed(42)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
