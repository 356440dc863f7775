# misconception: a metric without a name: Keras makes one up
# loses: The report names each number
# says: the name that it was given
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
