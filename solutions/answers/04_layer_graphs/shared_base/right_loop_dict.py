# style: a loop, a dict of inputs, a loss object
views = {side: keras.Input(shape=base.input_shape[1:], name=side) for side in ("left", "right")}
seen = [base(view) for view in views.values()]
x = keras.layers.ReLU()(keras.layers.Dense(32)(keras.ops.concatenate(seen, axis=-1)))
shelves = keras.Model(views, keras.layers.Softmax()(keras.layers.Dense(3)(x)))
shelves.compile(loss=keras.losses.SparseCategoricalCrossentropy())
