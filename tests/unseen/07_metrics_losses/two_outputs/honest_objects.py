# way: objects in place of strings, loss_weights written out, an optimizer, floats in the report
appraiser = new_appraiser()
losses = {"carat": keras.losses.MeanSquaredError(), "price": cautious}
metrics = {
    "carat": [keras.metrics.MeanAbsoluteError(name="mae")],
    "price": [Overpriced(name="overpriced")],
}
appraiser.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss=losses,
    metrics=metrics,
    loss_weights={"price": 1.0, "carat": 1.0},
)
results = appraiser.evaluate(x_valid, y_valid, batch_size=500, return_dict=True)
report = {name: float(value) for name, value in results.items()}
print(report)
