# misconception: the difference without its absolute value
# loses: Equal texts are 1, and swapping changes nothing; e to minus the sum of all distances
# says: difference without `abs`
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), reader(table(right))
far = keras.ops.sum(a - b, axis=-1, keepdims=True)
alike = keras.Model([left, right], keras.ops.exp(-far))
