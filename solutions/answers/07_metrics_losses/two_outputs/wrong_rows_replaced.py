# misconception: fewer rows evaluated, under the lesson's own names
# loses: The report names each number
# says: other rows under these names
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
x_valid, y_valid = x_valid[:100], {name: rows[:100] for name, rows in y_valid.items()}
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
