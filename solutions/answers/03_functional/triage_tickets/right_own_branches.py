# style: a hidden layer for each text, list of inputs
names = ["title", "body", "tags"]
entries = {name: keras.Input(shape=(ticket_parts[name].shape[1],), name=name) for name in names}
title_path = keras.layers.Dense(16, activation="relu")(entries["title"])
body_path = keras.layers.Dense(16, activation="relu")(entries["body"])
joined = keras.layers.concatenate([title_path, body_path, entries["tags"]])
trunk = keras.layers.Dense(32, activation="relu")(joined)
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk)
department = keras.layers.Dense(5, activation="softmax", name="department")(trunk)
full_triage = keras.Model(list(entries.values()), {"priority": priority, "department": department})
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
