# misconception: sigmoid for three exclusive classes
# loses: Three exclusive classes
# says: classes exclude each other
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="sigmoid", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
desk.fit(
    train_title_tags,
    {**train_labels, "difficulty": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
