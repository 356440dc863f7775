# misconception: metrics_names taken for the names of the numbers
# loses: The report names each number
# says: return_dict=True
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
numbers = appraiser.evaluate(x_valid, y_valid, verbose=0)
report = list(zip(appraiser.metrics_names, numbers))
