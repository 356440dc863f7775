# style: models of its own, softmax as a layer, and one more metric
logit_model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
probability_model = keras.Sequential([*logit_model.layers, keras.layers.Softmax()])
probability_model.build((None, 28, 28))
probability_model.compile(
    "adam", keras.losses.CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy", "mse"]
)
logit_model.compile("adam", keras.losses.SparseCategoricalCrossentropy(True), metrics=["accuracy"])
