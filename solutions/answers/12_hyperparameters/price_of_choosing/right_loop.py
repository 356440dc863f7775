# style: a loop over splits
def price_of_choosing(valid, test):
    prices = []
    for valid_row, test_row in zip(valid, test):
        best = int(np.argmax(valid_row))
        prices.append(valid_row[best] - test_row[best])
    return sum(prices) / len(prices)
