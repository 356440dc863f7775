# style: a loop that keeps the best
best = None
for model_name, said in valid_predicted.items():
    score = ((said - valid_true) ** 2).mean() ** 0.5
    if best is None or score < best:
        best, chosen = score, model_name
promise = ((test_predicted[chosen] - test_true) ** 2).mean() ** 0.5
