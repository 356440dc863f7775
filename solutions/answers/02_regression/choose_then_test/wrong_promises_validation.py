# misconception: the score that won the choice promised to the customer
# loses: The promise is the chosen model's RMSE on test stones
# says: by which the model was chosen
valid_rmse = {m: np.sqrt(np.mean((said - valid_true) ** 2)) for m, said in valid_predicted.items()}
chosen = min(valid_rmse, key=valid_rmse.get)
promise = valid_rmse[chosen]
