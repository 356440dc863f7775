# style: deferred, then built with a shape
small_model = keras.Sequential(
    [
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation=keras.activations.relu, name="hidden"),
        keras.layers.Dense(len(class_names), activation=keras.ops.softmax),
    ],
    name="wardrobe",
)
small_model.build((None, 28, 28))
