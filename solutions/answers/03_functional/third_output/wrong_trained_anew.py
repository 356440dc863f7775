# misconception: everything trained anew, and the lesson's model replaced by it
# loses: Difficulty grows from the inner layer; The old heads give the same outputs
# says: another model under its name
entries = {t.name: keras.Input(t.shape[1:], name=t.name) for t in triage.inputs}
joined = keras.layers.Concatenate()([entries["title"], entries["tags"]])
trunk = keras.layers.Dense(32, activation="relu", name="shared")(joined)
heads = {
    "priority": keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk),
    "department": keras.layers.Dense(5, activation="softmax", name="department")(trunk),
}
third = keras.layers.Dense(3, activation="softmax", name="difficulty")(trunk)
desk = keras.Model(entries, {**heads, "difficulty": third})
desk.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
        "difficulty": "sparse_categorical_crossentropy",
    },
    optimizer=keras.optimizers.Adam(0.005),
)
desk.fit(
    train_title_tags,
    {**train_labels, "difficulty": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
triage = keras.Model(entries, heads)
department_before = triage.predict(valid_title_tags, verbose=0)["department"]
