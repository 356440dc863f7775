# way: the whole model is frozen by triage.trainable = False; all three losses and labels are given
triage.trainable = False
keras.utils.set_random_seed(9)
description = triage.get_layer("shared").output
third = keras.layers.Dense(3, activation="softmax", name="difficulty")
desk = keras.Model(
    triage.inputs,
    {
        "difficulty": third(description),
        "department": triage.output["department"],
        "priority": triage.output["priority"],
    },
)
desk.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss={
        "difficulty": "sparse_categorical_crossentropy",
        "department": "sparse_categorical_crossentropy",
        "priority": "binary_crossentropy",
    },
    metrics={"difficulty": ["accuracy"]},
)
desk.fit(
    train_title_tags,
    {**train_labels, "difficulty": train_difficulty},
    batch_size=32,
    epochs=4,
    verbose=0,
)
