# misconception: what was said of validation stones is held against the prices of test stones
# loses: The model is chosen on validation stones by RMSE
# says: judge the choice
scores = {name: np.sqrt(np.mean((said - test_true) ** 2)) for name, said in valid_predicted.items()}
chosen = min(scores, key=scores.get)
promise = np.sqrt(np.mean((test_predicted[chosen] - test_true) ** 2))
