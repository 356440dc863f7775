# misconception: a hidden layer on the wide path
# loses: Each on its own path, and they meet
# says: nothing except its normalization belongs on that path
wide = keras.Input(shape=(5,), name="wide")
deep = keras.Input(shape=(6,), name="deep")
wide_path = adapted(x_train[:, :5])(wide)
wide_path = keras.layers.Dense(16, activation="relu")(wide_path)
deep_path = adapted(x_train[:, 2:])(deep)
deep_path = keras.layers.Dense(32, activation="relu")(deep_path)
deep_path = keras.layers.Dense(16, activation="relu")(deep_path)
joined = keras.layers.Concatenate()([wide_path, deep_path])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(joined))
