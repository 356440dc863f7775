# misconception: one loss for both outputs
# loses: Each output has its loss
# says: for the carat
appraiser = new_appraiser()
appraiser.compile(
    loss=cautious,
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
