# misconception: the concatenation takes the first hidden layer
# loses: Each on its own path, and they meet
# says: first hidden layer instead of the last
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
a = keras.layers.Dense(32, activation="relu")(d)
b = keras.layers.Dense(16, activation="relu")(a)
both = keras.layers.Concatenate()([w, a])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
