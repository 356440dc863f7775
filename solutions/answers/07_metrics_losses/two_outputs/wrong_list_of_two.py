# misconception: flat metrics with two outputs, as many as there are outputs: shared out in the alphabet's order
# loses: Each output has its metric
# says: on the wrong output
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics=[Overpriced(name="overpriced"), "mae"],
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
