# way: builds the block in Keras and counts its weights, for maps of unknown size
def count_block(channels, filters, size):
    block = keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.Conv2D(filters, size, use_bias=False),
            keras.layers.BatchNormalization(),
        ]
    )
    learned = sum(int(np.prod(w.shape)) for w in block.trainable_weights)
    return learned, block.count_params() - learned
