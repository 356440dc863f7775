# misconception: Dropout behind each hidden layer
# loses: One Dropout layer, only if `dropout` says so
# says: in the loop
def build_candidate(hp):
    network = keras.Sequential([keras.Input((196,))])
    dropout = hp.Boolean("dropout")
    share = hp.Float("dropout_rate", 0.1, 0.5, parent_name="dropout", parent_values=[True])
    for number in range(hp.Int("layers", 1, 3)):
        network.add(keras.layers.Dense(hp.Int(f"units_{number}", 16, 64, step=16), activation="relu"))
        if dropout:
            network.add(keras.layers.Dropout(share))
    network.add(keras.layers.Dense(10, activation="softmax"))
    rate = hp.Float("learning_rate", 1e-3, 1.0, sampling="log")
    network.compile(
        optimizer=keras.optimizers.SGD(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network
