# misconception: an input under another name
# loses: Every input reaches both outputs
# says: the names, given to `keras.Input`
names = ["title", "body", "tags"]
entries = {
    name: keras.Input(shape=(ticket_parts[name].shape[1],), name="text" if name == "body" else name)
    for name in names
}
trunk = keras.layers.Dense(32, activation="relu")(keras.layers.Concatenate()(list(entries.values())))
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk)
department = keras.layers.Dense(5, activation="softmax", name="department")(trunk)
full_triage = keras.Model(list(entries.values()), {"priority": priority, "department": department})
full_triage.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
    metrics={"priority": ["accuracy"], "department": ["accuracy"]},
)
full_triage.fit(
    [train_tickets[name] for name in names],
    train_labels,
    epochs=3,
    batch_size=64,
    verbose=0,
)
