# misconception: the new head fed the department's output
# loses: Difficulty grows from the inner layer; Better than the baseline on tickets never seen
# says: the output of `department` is fed to it
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.output["department"])
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
