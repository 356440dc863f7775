# style: objects of classes, lists inside the dict
appraiser = new_appraiser()
appraiser.compile(
    optimizer="adam",
    loss={"carat": keras.losses.MeanSquaredError(), "price": Cautious()},
    metrics={
        "carat": [keras.metrics.MeanAbsoluteError(name="mae")],
        "price": [Overpriced(name="overpriced")],
    },
)
report = appraiser.evaluate(x_valid, y_valid, verbose=0, return_dict=True)
