# misconception: the old outputs forgotten
# loses: Three exclusive classes; The old heads give the same outputs
# says: no such output
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {"difficulty": difficulty})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
desk.fit(
    train_title_tags,
    {"difficulty": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
