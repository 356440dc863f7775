# misconception: the shared hidden layer has no activation
# loses: The heads stand side by side
# says: no more than one of them
names = ["title", "body", "tags"]
entries = {name: keras.Input(shape=(ticket_parts[name].shape[1],), name=name) for name in names}
trunk = keras.layers.Dense(32)(keras.layers.Concatenate()(list(entries.values())))
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk)
department = keras.layers.Dense(5, activation="softmax", name="department")(trunk)
full_triage = keras.Model(entries, {"priority": priority, "department": department})
full_triage.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
)
full_triage.fit(
    train_tickets,
    train_labels,
    epochs=3,
    batch_size=64,
    verbose=0,
)
