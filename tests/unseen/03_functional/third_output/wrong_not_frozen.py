# mistake: nothing is frozen, so training changes shared and with it the old heads; the message should say that the old outputs changed, and to freeze before compile
keras.utils.set_random_seed(4)
head = keras.layers.Dense(3, activation="softmax", name="difficulty")
difficulty_out = head(triage.get_layer("shared").output)
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
