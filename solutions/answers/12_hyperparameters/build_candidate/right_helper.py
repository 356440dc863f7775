# style: a function for the hidden part, values taken first
def hidden_part(x, sizes):
    for size in sizes:
        x = keras.layers.Dense(size, activation=keras.activations.elu)(x)
    return x


def build_candidate(hp):
    sizes = [hp.Int(f"units_{n}", 16, 64, step=16) for n in range(hp.Int("layers", 1, 3))]
    rate = hp.Float("learning_rate", min_value=0.001, max_value=1.0, sampling="log")
    use_dropout = hp.Boolean("dropout")
    dropout_rate = hp.Float("dropout_rate", 0.1, 0.5, parent_name="dropout", parent_values=[True])
    inputs = keras.Input((196,))
    x = hidden_part(inputs, sizes)
    if use_dropout:
        x = keras.layers.Dropout(rate=dropout_rate)(x)
    model = keras.Model(inputs, keras.layers.Dense(10, "softmax")(x))
    optimizer = keras.optimizers.SGD()
    optimizer.learning_rate = rate
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
