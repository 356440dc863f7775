# style: plain Python, a loop
def errors(true, predicted):
    squares, absolutes = 0, 0
    pairs = list(zip(np.array(true).flatten(), np.array(predicted).flatten()))
    for t, p in pairs:
        squares += (t - p) ** 2
        absolutes += abs(t - p)
    n = len(pairs)
    return dict(mse=squares / n, rmse=(squares / n) ** 0.5, mae=absolutes / n)


baseline_price = sum(y_train.tolist()) / len(y_train)
