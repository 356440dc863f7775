# style: maximum minus minimum, and the activation called exponential
left = keras.Input((14,), dtype="int32", name="left")
right = keras.Input((14,), dtype="int32", name="right")
words = keras.layers.Embedding(4000, 24, mask_zero=True)
lstm = keras.layers.LSTM(24)
notes = [lstm(words(text)) for text in (left, right)]
gap = keras.layers.Maximum()(notes) - keras.layers.Minimum()(notes)
alike = keras.Model(
    [left, right], keras.layers.Activation("exponential")(-keras.ops.sum(gap, axis=-1, keepdims=True))
)
