# mistake: trained on all 4,000 tickets, the validation tickets included; the message should say the first 3,000 only
keras.utils.set_random_seed(4)
ins = {n: keras.Input((a.shape[1],), name=n) for n, a in ticket_parts.items()}
x = keras.layers.Concatenate()(list(ins.values()))
x = keras.layers.Dense(32, activation="relu")(x)
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(x)
department = keras.layers.Dense(5, activation="softmax", name="department")(x)
full_triage = keras.Model(ins, {"priority": priority, "department": department})
full_triage.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
    },
    optimizer=keras.optimizers.Adam(0.005),
)
full_triage.fit(ticket_parts, ticket_labels, epochs=3, batch_size=64, verbose=0)
