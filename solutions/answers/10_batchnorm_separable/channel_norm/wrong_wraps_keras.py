# misconception: Keras's own layer inside a layer of another name
# loses: Four parameters a channel, two of them trained
# says: BatchNormalization inside it
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.inner = keras.layers.BatchNormalization(momentum=momentum)

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, x, training=None):
        return self.inner(x, training=training)
