# style: functional, parent_name, units as a choice
def build_candidate(hp):
    inputs = keras.Input(shape=(196,))
    x = inputs
    for number in range(hp.Int("layers", min_value=1, max_value=3)):
        units = hp.Choice(f"units_{number}", [16, 32, 48, 64])
        x = keras.layers.Dense(units)(x)
        x = keras.layers.ReLU()(x)
    on = hp.Choice("dropout", [True, False])
    share = hp.Float("dropout_rate", 0.1, 0.5, step=0.1, parent_name="dropout", parent_values=[True])
    if on:
        x = keras.layers.Dropout(share)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=hp.Float("learning_rate", 0.001, 1, sampling="log")),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )
    return model
