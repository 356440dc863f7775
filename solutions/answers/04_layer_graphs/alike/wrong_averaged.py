# misconception: the mean of the distances instead of their sum
# loses: e to minus the sum of all distances
# says: the mean of the distances
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), reader(table(right))
far = keras.ops.mean(keras.ops.abs(a - b), axis=-1, keepdims=True)
alike = keras.Model([left, right], keras.ops.exp(-far))
