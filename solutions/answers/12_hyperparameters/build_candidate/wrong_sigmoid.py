# misconception: sigmoid for classes that exclude each other
# loses: A classifier of ten classes
# says: sigmoid
def build_candidate(hp):
    network = keras.Sequential([keras.Input((196,))])
    for number in range(hp.Int("layers", 1, 3)):
        units = hp.Int(f"units_{number}", 16, 64, step=16)
        network.add(keras.layers.Dense(units, activation="relu"))
    dropout = hp.Boolean("dropout")
    share = hp.Float("dropout_rate", 0.1, 0.5, parent_name="dropout", parent_values=[True])
    if dropout:
        network.add(keras.layers.Dropout(share))
    network.add(keras.layers.Dense(10, activation="sigmoid"))
    rate = hp.Float("learning_rate", 1e-3, 1.0, sampling="log")
    network.compile(
        optimizer=keras.optimizers.SGD(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network
