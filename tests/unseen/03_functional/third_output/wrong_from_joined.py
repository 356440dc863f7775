# mistake: the new head grows from the input of shared (joined), not from its output; the message should name the output of shared
keras.utils.set_random_seed(4)
for layer in triage.layers:
    layer.trainable = False
head = keras.layers.Dense(3, activation="softmax", name="difficulty")
difficulty_out = head(triage.get_layer("shared").input)
desk = keras.Model(
    triage.inputs, {**triage.output, "difficulty": difficulty_out}
)
desk.compile(
    loss={"difficulty": "sparse_categorical_crossentropy"},
    optimizer=keras.optimizers.Adam(0.01),
)
desk.fit(
    train_title_tags, {"difficulty": train_difficulty}, epochs=4, verbose=0
)
