# mistake: inputs and units are swapped, so the shape is (units, 784) and not (784, units); the message should show both shapes
def draw_kernel(units, seed):
    """Return the starting kernel of a new Dense layer for 784 inputs."""
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(784)
    layer.build((None, units))
    kernel, bias = layer.get_weights()
    return kernel
