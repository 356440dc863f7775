# misconception: the new head never trained
# loses: Better than the baseline on tickets never seen
# says: was the new head fitted
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="softmax", name="difficulty")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": difficulty})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
