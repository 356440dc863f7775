# way: inputs and outputs as lists in an order of the learner's own, arrays passed in this order, reused names
keras.utils.set_random_seed(4)
names = ["body", "title", "tags"]
inputs = [keras.Input((ticket_parts[n].shape[1],), name=n) for n in names]
x = keras.layers.Concatenate()(inputs)
x = keras.layers.Dense(64, activation="gelu")(x)
dep = keras.layers.Dense(len(departments), activation="softmax", name="department")
pri = keras.layers.Dense(1, activation="sigmoid", name="priority")
full_triage = keras.Model(inputs, [dep(x), pri(x)])
full_triage.compile(
    loss=["sparse_categorical_crossentropy", "binary_crossentropy"],
    optimizer=keras.optimizers.Adam(learning_rate=0.003),
    metrics=[["accuracy"], ["accuracy"]],
)
history = full_triage.fit(
    [train_tickets[n] for n in names],
    [train_labels["department"], train_labels["priority"]],
    batch_size=32,
    epochs=4,
    verbose=2,
)
