# way: keras.ops.concatenate in place of the layer, deep path from a loop with three layers, functions as activations
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
raw = keras.Input(shape=(8,), name="block")
wide = norm(raw)
deep = wide
for units in [64, 32, 16]:
    deep = keras.layers.Dense(units, activation=keras.ops.relu)(deep)
both = keras.ops.concatenate([deep, wide], axis=-1)
answer_unit = keras.layers.Dense(1, activation=keras.activations.sigmoid)
wide_and_deep_blocks = keras.Model(raw, answer_unit(both))
