# style: the new head trained on features taken out once, then called on the tensor; list of outputs
tensor = triage.get_layer("shared").output
features = keras.Model(triage.inputs, tensor).predict(train_title_tags, verbose=0)
head = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ],
    name="difficulty",
)
head.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
head.fit(features, train_difficulty, epochs=4, batch_size=64, verbose=0)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": head(tensor)})
