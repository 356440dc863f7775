# misconception: flat metrics with two outputs, as many as there are outputs: shared out in the alphabet's order
# loses: Each output has its metric; The report names each number
# says: on the wrong output
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics=[Overpriced(name="overpriced"), "mae"],
)
report = appraiser.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
