# misconception: every layer but the last is frozen, and the last is the head of the priority
# loses: The old heads give the same outputs
# says: the priority's probabilities; trained along
for layer in triage.layers[:-1]:
    layer.trainable = False
third = keras.layers.Dense(3, activation="softmax", name="difficulty")
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": third(triage.get_layer("shared").output)})
desk.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
        "difficulty": "sparse_categorical_crossentropy",
    },
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
desk.fit(train_title_tags, {**train_labels, "difficulty": train_difficulty}, epochs=4, verbose=0)
