# misconception: old layers trained along
# loses: The old heads give the same outputs
# says: trained along
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(
    loss={
        name: "binary_crossentropy" if name == "priority" else "sparse_categorical_crossentropy"
        for name in ["priority", "department", "difficulty"]
    },
    optimizer=keras.optimizers.Adam(0.01),
)
desk.fit(
    train_title_tags,
    {**train_labels, "difficulty": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
