# style: units under a condition too, momentum left alone, tanh
def build_candidate(hp):
    count = hp.Choice("layers", [1, 2, 3])
    stack = [keras.Input((196,))]
    for place in range(3):
        enough = [n for n in (1, 2, 3) if n > place]
        with hp.conditional_scope("layers", enough):
            units = hp.Int("units_" + str(place), 16, 64, 16)
            if count > place:
                stack.append(keras.layers.Dense(units, activation="tanh"))
    if hp.Boolean("dropout", default=True):
        with hp.conditional_scope("dropout", True):
            stack.append(keras.layers.Dropout(hp.Float("dropout_rate", 0.1, 0.5)))
    stack += [keras.layers.Dense(10), keras.layers.Softmax()]
    sgd = keras.optimizers.SGD(hp.Float("learning_rate", 1e-3, 1e0, sampling="log"))
    network = keras.Sequential(stack)
    network.compile(loss="sparse_categorical_crossentropy", optimizer=sgd, metrics=["acc"])
    return network
