# misconception: the same layer class used twice where the same object was asked for
# loses: One Embedding and one LSTM for both texts; Equal texts are 1, and swapping changes nothing
# says: weights of their own
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
a = keras.layers.LSTM(24)(keras.layers.Embedding(4000, 24)(left))
b = keras.layers.LSTM(24)(keras.layers.Embedding(4000, 24)(right))
far = keras.ops.sum(keras.ops.abs(a - b), axis=-1, keepdims=True)
alike = keras.Model([left, right], keras.ops.exp(-far))
