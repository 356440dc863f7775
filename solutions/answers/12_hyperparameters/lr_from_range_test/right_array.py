# style: nan replaced by infinity, an array of one number returned
def lr_from_range_test(rates, losses):
    clean = np.where(np.isnan(losses), np.inf, losses)
    return rates[[np.argmin(clean)]] / 10
