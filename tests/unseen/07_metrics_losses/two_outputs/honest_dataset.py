# way: evaluates a tf.data.Dataset of the same rows
appraiser = new_appraiser()
appraiser.compile(
    loss=dict(price=cautious, carat="mean_squared_error"),
    metrics=dict(price=Overpriced(name="overpriced"), carat="mae"),
)
dataset = tf.data.Dataset.from_tensor_slices((x_valid, y_valid)).batch(64)
report = appraiser.evaluate(dataset, return_dict=True, verbose=0)
