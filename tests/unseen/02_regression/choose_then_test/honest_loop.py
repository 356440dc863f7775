# way: helper function and min with a key; promise is rounded to two decimals
def root(true, predicted):
    return float(np.linalg.norm(predicted - true) / np.sqrt(len(true)))


chosen = min(
    valid_predicted, key=lambda name: root(valid_true, valid_predicted[name])
)
promise = round(root(test_true, test_predicted[chosen]), 2)
print(chosen, promise)
