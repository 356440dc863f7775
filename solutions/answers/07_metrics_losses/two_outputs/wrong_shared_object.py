# misconception: one metric object for both outputs, with one state
# loses: Each output has its metric
# says: One object serves both outputs
appraiser = new_appraiser()
counter = Overpriced(name="overpriced")
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": counter, "carat": [counter, "mae"]},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
