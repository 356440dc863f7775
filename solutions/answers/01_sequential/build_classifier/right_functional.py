# style: the functional way, with a dropout besides
pictures = keras.Input((28, 28))
x = keras.layers.Flatten()(pictures)
x = keras.layers.Dense(60, activation="relu", name="hidden")(x)
x = keras.layers.Dropout(0.2)(x)
small_model = keras.Model(pictures, keras.layers.Dense(10, activation="softmax")(x), name="wardrobe")
