# style: Keras counts the parameters
def pair_costs(height, width, channels, reduced, filters):
    model = keras.Sequential(
        [
            keras.Input((height, width, channels)),
            keras.layers.Conv2D(reduced, 1),
            keras.layers.Conv2D(filters, 3, padding="same"),
        ]
    )
    parameters = model.count_params()
    return [parameters, height * width * (parameters - reduced - filters)]


def widest(channels, filters, share):
    return int(share * 9 * channels * filters // (channels + 9 * filters))
