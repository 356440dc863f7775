# style: Keras counts the parameters
def squeezed(height, width, channels, squeeze, filters):
    model = keras.Sequential(
        [
            keras.Input((height, width, channels)),
            keras.layers.Conv2D(squeeze, 1),
            keras.layers.Conv2D(filters, 3, padding="same"),
        ]
    )
    parameters = model.count_params()
    return [parameters, height * width * (parameters - squeeze - filters)]


def widest(channels, filters, share):
    return int(share * 9 * channels * filters // (channels + 9 * filters))
