# mistake: the losses stand under the wrong outputs; message: the price gets cautious, the carat the mean squared error
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": "mse", "carat": cautious},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
