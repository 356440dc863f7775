# misconception: the Embedding shared, the LSTM not
# loses: One Embedding and one LSTM for both texts; Equal texts are 1, and swapping changes nothing
# says: two lstm layers
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), keras.layers.LSTM(24)(table(right))
far = keras.ops.sum(keras.ops.abs(a - b), axis=-1, keepdims=True)
alike = keras.Model([left, right], keras.ops.exp(-far))
