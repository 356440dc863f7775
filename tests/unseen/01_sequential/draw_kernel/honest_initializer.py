# way: the seed is given to a GlorotUniform initializer of the layer; the global seed is left alone
def draw_kernel(units, seed):
    """Return the starting kernel of a new Dense layer for 784 inputs."""
    glorot = keras.initializers.GlorotUniform(seed=seed)
    layer = keras.layers.Dense(units, kernel_initializer=glorot)
    layer(np.zeros((1, 784), "float32"))
    return keras.ops.convert_to_numpy(layer.kernel)
