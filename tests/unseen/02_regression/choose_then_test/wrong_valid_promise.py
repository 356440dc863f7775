# mistake: the promise is the validation RMSE of the chosen model; the message should say that it is too good, and to judge on the test rows
chosen = "balance"
promise = 0.70
