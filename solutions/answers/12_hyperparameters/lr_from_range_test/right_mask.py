# style: only finite losses kept
def lr_from_range_test(rates, losses):
    finite = np.isfinite(losses)
    kept_rates, kept_losses = rates[finite], losses[finite]
    return float(kept_rates[kept_losses.argmin()]) * 0.1
