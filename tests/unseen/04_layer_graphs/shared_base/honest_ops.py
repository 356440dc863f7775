# way: dict inputs, keras.ops.concatenate and keras.ops.relu behind a plain Dense, loss object, SGD
pics = {n: keras.Input(shape=(28, 28, 1), name=n) for n in ["left", "right"]}
both = keras.ops.concatenate([base(pics["left"]), base(pics["right"])], axis=-1)
h = keras.ops.relu(keras.layers.Dense(32)(both))
answer = keras.layers.Dense(3)(h)
answer = keras.layers.Softmax()(answer)
shelves = keras.Model(pics, answer)
shelves.compile(
    optimizer=keras.optimizers.SGD(0.01),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False),
    metrics=["accuracy"],
)
