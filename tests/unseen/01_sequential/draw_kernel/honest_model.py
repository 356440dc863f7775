# way: a whole Sequential model is built, and the kernel is taken from model.get_weights()
def draw_kernel(units, seed):
    """Return the starting kernel of a new Dense layer for 784 inputs."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(units)])
    weights = model.get_weights()
    return weights[0]
