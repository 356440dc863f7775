# misconception: flat metrics with two outputs
# loses: Each output has its metric; The report names each number
# says: A flat list does not say
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics=[Overpriced(name="overpriced")],
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
