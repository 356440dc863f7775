# misconception: another name for the new output
# loses: Three exclusive classes
# says: outputs called `priority`
for layer in triage.layers:
    layer.trainable = False
difficulty = keras.layers.Dense(3, activation="softmax", name="work")(triage.get_layer("shared").output)
desk = keras.Model(triage.inputs, {**triage.output, "work": difficulty})
desk.compile(loss={"work": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
desk.fit(
    train_title_tags,
    {**train_labels, "work": train_difficulty},
    epochs=4,
    batch_size=64,
    verbose=0,
)
