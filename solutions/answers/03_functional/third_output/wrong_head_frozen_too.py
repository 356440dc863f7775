# misconception: the new head frozen too
# loses: Better than the baseline on tickets never seen
# says: frozen too
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
for layer in desk.layers:
    layer.trainable = False
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
if desk.trainable_weights:
    desk.fit(
        train_title_tags,
        {**train_labels, "difficulty": train_difficulty},
        epochs=4,
        batch_size=64,
        verbose=0,
    )
