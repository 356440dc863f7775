# style: weighted_metrics, which are the same without weights
appraiser = new_appraiser()
losses = dict(price=cautious, carat="mean_squared_error")
watched = dict(price=[Overpriced(name="overpriced")], carat=["mae"])
appraiser.compile(loss=losses, weighted_metrics=watched, loss_weights={"price": 1.0, "carat": 1.0})
report = dict(appraiser.evaluate(x=x_valid, y=y_valid, batch_size=200, return_dict=True, verbose=0))
