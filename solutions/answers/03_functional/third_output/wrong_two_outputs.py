# misconception: another name, and no training
# loses: Three exclusive classes; Better than the baseline on tickets never seen
# says: outputs called
difficulty = keras.layers.Dense(3, activation="softmax", name="hardness")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, [difficulty, *triage.outputs])
