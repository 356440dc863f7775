# misconception: the encodings joined side by side, which is not symmetric
# loses: Equal texts are 1, and swapping changes nothing; e to minus the sum of all distances
# says: tell left from right
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), reader(table(right))
both = keras.layers.Concatenate()([a, b])
alike = keras.Model([left, right], keras.layers.Dense(1, activation="sigmoid")(both))
