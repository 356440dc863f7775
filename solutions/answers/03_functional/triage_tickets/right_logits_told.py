# style: logits and losses told so would be another ending; here activations as layers, losses as objects
names = ["title", "body", "tags"]
entries = {name: keras.Input(shape=(ticket_parts[name].shape[1],), name=name) for name in names}
trunk = keras.layers.Dense(32, activation="relu")(keras.layers.Concatenate()(list(entries.values())))
priority = keras.layers.Activation("sigmoid", name="priority")(keras.layers.Dense(1)(trunk))
department = keras.layers.Softmax(name="department")(keras.layers.Dense(5)(trunk))
full_triage = keras.Model(entries, {"priority": priority, "department": department})
full_triage.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={
        "priority": keras.losses.BinaryCrossentropy(),
        "department": keras.losses.SparseCategoricalCrossentropy(),
    },
    metrics={"priority": ["accuracy"], "department": ["accuracy"]},
)
full_triage.fit(
    train_tickets,
    train_labels,
    epochs=3,
    batch_size=64,
    verbose=0,
)
