# style: the labels of the new head alone, as an array
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
desk.fit(
    train_title_tags,
    train_difficulty,
    epochs=4,
    batch_size=64,
    verbose=0,
)
