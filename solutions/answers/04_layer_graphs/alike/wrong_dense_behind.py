# misconception: a Dense layer behind the distance
# loses: Equal texts are 1, and swapping changes nothing; e to minus the sum of all distances
# says: for a text and itself
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), reader(table(right))
alike = keras.Model([left, right], keras.layers.Dense(1, activation="sigmoid")(keras.ops.abs(a - b)))
