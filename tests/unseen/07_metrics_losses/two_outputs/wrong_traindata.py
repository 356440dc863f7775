# mistake: evaluates the training rows; message: report should come from x_valid and y_valid
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_train, y_train, return_dict=True, verbose=0)
