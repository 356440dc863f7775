# mistake: weights of 0.5 for the losses, to make them "count alike"; message: both have the weight 1
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    loss_weights={"price": 0.5, "carat": 0.5},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
