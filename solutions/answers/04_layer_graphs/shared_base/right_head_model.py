# style: the ending a model, too; order of the join free; base frozen
base.trainable = False
head = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
a, b = keras.Input((28, 28, 1), name="left"), keras.Input((28, 28, 1), name="right")
shelves = keras.Model(inputs=[a, b], outputs=head(keras.layers.concatenate([base(b), base(a)])))
shelves.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003))
