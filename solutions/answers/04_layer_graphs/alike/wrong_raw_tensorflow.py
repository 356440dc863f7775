# misconception: raw TensorFlow functions on symbolic tensors
# loses: One Embedding and one LSTM for both texts; Equal texts are 1, and swapping changes nothing; e to minus the sum of all distances
# says: alike
left, right = keras.Input((14,), name="left"), keras.Input((14,), name="right")
table, reader = keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)
a, b = reader(table(left)), reader(table(right))
far = tf.reduce_sum(tf.abs(a - b), axis=-1, keepdims=True)
alike = keras.Model([left, right], tf.exp(-far))
