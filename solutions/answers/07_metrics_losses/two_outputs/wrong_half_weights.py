# misconception: weights of one half, so that both losses count alike
# loses: Each output has its loss
# says: half of the loss
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    loss_weights={"price": 0.5, "carat": 0.5},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
