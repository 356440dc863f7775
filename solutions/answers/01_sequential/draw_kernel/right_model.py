# style: a small model, built by its Input
def draw_kernel(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(units)])
    return np.array(model.layers[0].kernel)
