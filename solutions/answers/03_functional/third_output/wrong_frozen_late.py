# misconception: layer frozen after compile without compiling again
# loses: The old heads give the same outputs
# says: freeze the old layers before `compile`
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(
    loss={
        name: "binary_crossentropy" if name == "priority" else "sparse_categorical_crossentropy"
        for name in ["priority", "department", "difficulty"]
    },
    optimizer=keras.optimizers.Adam(0.01),
)
asked, wanted = train_title_tags, {**train_labels, "difficulty": train_difficulty}
desk.fit(asked, wanted, verbose=0)
for layer in triage.layers:
    layer.trainable = False
desk.fit(
    train_title_tags,
    {**train_labels, "difficulty": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
