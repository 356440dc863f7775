# style: seed, layer, first of its arrays
def draw_kernel(units, seed):
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    kernel, bias = layer.get_weights()
    return kernel
