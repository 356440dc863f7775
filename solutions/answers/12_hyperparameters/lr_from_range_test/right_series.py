# style: a pandas series, which skips nan
def lr_from_range_test(rates, losses):
    return pd.Series(losses, index=rates).idxmin() / 10
