# misconception: the losses stand on each other's output
# loses: Each output has its loss
# says: Whose loss is it
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": "mse", "carat": cautious},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
