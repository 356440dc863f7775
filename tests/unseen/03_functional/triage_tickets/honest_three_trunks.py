# way: each input has a hidden layer of its own before the join, Dropout, Softmax as a layer, loss objects, no metrics
keras.utils.set_random_seed(11)
ins, paths = {}, []
for part, rows in ticket_parts.items():
    ins[part] = keras.Input(shape=rows.shape[1:], name=part)
    paths.append(keras.layers.Dense(32, activation="relu")(ins[part]))
trunk = keras.layers.Dropout(0.1)(keras.layers.concatenate(paths))
department_logits = keras.layers.Dense(5)(trunk)
heads = {
    "priority": keras.layers.Dense(1, "sigmoid", name="priority")(trunk),
    "department": keras.layers.Softmax(name="department")(department_logits),
}
full_triage = keras.Model(ins, heads)
full_triage.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={
        "priority": keras.losses.BinaryCrossentropy(),
        "department": keras.losses.SparseCategoricalCrossentropy(),
    },
)
full_triage.fit(train_tickets, train_labels, epochs=4, batch_size=32, verbose=0)
