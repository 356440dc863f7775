# style: keras.ops, activation as a layer, three hidden layers
start = keras.Input((8,), name="block")
scale = keras.layers.Normalization(axis=-1)
scale.adapt(blocks_train)
wide = deep = scale(start)
for units in (64, 32, 16):
    deep = keras.ops.relu(keras.layers.Dense(units)(deep))
worth = keras.layers.Activation("sigmoid")(
    keras.layers.Dense(1)(keras.ops.concatenate([deep, wide], axis=-1))
)
wide_and_deep_blocks = keras.Model(start, worth)
