# style: another metric besides, and a longer report
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": ["mae", Overpriced(name="overpriced")], "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
