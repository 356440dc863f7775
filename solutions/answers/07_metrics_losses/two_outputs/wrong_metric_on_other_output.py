# misconception: metric given to the wrong output
# loses: Each output has its metric
# says: on the wrong output
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": "mae", "carat": Overpriced(name="overpriced")},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
