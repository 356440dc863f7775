# mistake: the body reaches the priority alone, the department has title and tags only; the message should say that body does not reach department
keras.utils.set_random_seed(4)
ins = {n: keras.Input((a.shape[1],), name=n) for n, a in ticket_parts.items()}
old = keras.layers.Concatenate()([ins["title"], ins["tags"]])
old = keras.layers.Dense(32, activation="relu")(old)
new = keras.layers.Dense(32, activation="relu")(ins["body"])
both = keras.layers.Concatenate()([old, new])
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(both)
department = keras.layers.Dense(5, activation="softmax", name="department")(old)
full_triage = keras.Model(ins, {"priority": priority, "department": department})
full_triage.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
    },
    optimizer=keras.optimizers.Adam(0.005),
)
full_triage.fit(train_tickets, train_labels, epochs=3, batch_size=64, verbose=0)
