# style: the new head trained in a model of its own, then all three put together
triage.trainable = False
head = keras.layers.Dense(3, activation="softmax", name="difficulty")
grown = head(triage.get_layer("shared").output)
alone = keras.Model(triage.inputs, grown)
alone.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
alone.fit(train_title_tags, train_difficulty, epochs=4, batch_size=64, verbose=0)
old = triage.output
desk = keras.Model(
    triage.inputs, {"priority": old["priority"], "department": old["department"], "difficulty": grown}
)
