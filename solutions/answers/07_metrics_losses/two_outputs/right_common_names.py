# style: common names bound on the way
model = new_appraiser()
loss = {"price": Cautious(factor=3.0), "carat": keras.losses.MeanSquaredError()}
metrics = {"price": [Overpriced(name="overpriced")], "carat": [keras.metrics.MeanAbsoluteError("mae")]}
model.compile(optimizer=keras.optimizers.Adam(), loss=loss, metrics=metrics)
logs = model.evaluate(x_valid, y_valid, return_dict=True)
appraiser, report = model, logs
