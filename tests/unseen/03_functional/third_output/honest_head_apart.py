# way: the head is trained alone on the extracted features, then put into desk; nothing needs to be frozen, desk itself is never compiled
keras.utils.set_random_seed(2)
shared_out = triage.get_layer("shared").output
extractor = keras.Model(triage.inputs, shared_out)
numbers = extractor.predict(train_title_tags, verbose=0)
head = keras.layers.Dense(3, activation="softmax", name="difficulty")
small = keras.Sequential([keras.Input((32,)), head])
small.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(),
    optimizer=keras.optimizers.Adam(0.01),
)
small.fit(numbers, train_difficulty, epochs=6, batch_size=32, verbose=0)
desk = keras.Model(
    inputs=triage.inputs,
    outputs={**triage.output, "difficulty": head(shared_out)},
)
