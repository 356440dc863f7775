# misconception: the training rows evaluated instead of the validation rows
# loses: The report names each number
# says: Which rows
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_train, y_train, return_dict=True, verbose=0)
