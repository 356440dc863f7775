# misconception: a branch left out of the concatenation
# loses: Every input reaches both outputs; Accurate on tickets never seen
# says: none from `body`
names = ["title", "body", "tags"]
entries = {name: keras.Input(shape=(ticket_parts[name].shape[1],), name=name) for name in names}
trunk = keras.layers.Dense(32, activation="relu")(
    keras.layers.Concatenate()([entries["title"], entries["tags"]])
)
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk)
department = keras.layers.Dense(5, activation="softmax", name="department")(trunk)
full_triage = keras.Model(entries, {"priority": priority, "department": department})
full_triage.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
    metrics={"priority": ["accuracy"], "department": ["accuracy"]},
)
full_triage.fit(
    train_tickets,
    train_labels,
    epochs=3,
    batch_size=64,
    verbose=0,
)
