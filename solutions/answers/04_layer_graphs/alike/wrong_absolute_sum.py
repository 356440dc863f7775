# misconception: the absolute value of the sum of all differences
# loses: e to minus the sum of all distances
# says: of each difference or of their sum
left = keras.Input(shape=(14,), name="left")
right = keras.Input(shape=(14,), name="right")
emb = keras.layers.Embedding(4000, 24)
lstm = keras.layers.LSTM(24)
d = lstm(emb(left)) - lstm(emb(right))
total = keras.ops.abs(keras.ops.sum(d, axis=-1, keepdims=True))
alike = keras.Model([left, right], keras.ops.exp(-total))
