# style: a data frame and idxmin
board = (pd.DataFrame(valid_predicted).sub(valid_true, axis=0) ** 2).mean() ** 0.5
chosen = board.idxmin()
promise = float(np.sqrt(np.mean((test_predicted[chosen] - test_true) ** 2)))
