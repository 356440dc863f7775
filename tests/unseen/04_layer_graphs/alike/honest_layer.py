# way: the formula is a layer class of its own that uses tf functions, and the encoder is one Sequential called twice
class Similarity(keras.layers.Layer):
    def call(self, a, b):
        return tf.exp(-tf.reduce_sum(tf.abs(a - b), axis=-1, keepdims=True))


encoder = keras.Sequential([keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)])
sides = [keras.Input(shape=(14,), name=n) for n in ("left", "right")]
a, b = [encoder(s) for s in sides]
alike = keras.Model(sides, Similarity()(a, b))
