# misconception: Keras's own layer under another name
# loses: Four parameters a channel, two of them trained
# says: the layer is to be your own
class ChannelNorm(keras.layers.BatchNormalization):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(momentum=momentum, **kwargs)
