# misconception: the losses stand on each other's output
# loses: Each output has its loss
# says: Whose loss is it
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": "mse", "carat": cautious},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
