# style: builds the block and asks it
def count_block(channels, filters, size):
    block = keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.Conv2D(filters, size, use_bias=False),
            keras.layers.BatchNormalization(),
        ]
    )
    changed = sum(int(np.prod(weight.shape)) for weight in block.trainable_weights)
    return changed, block.count_params() - changed
