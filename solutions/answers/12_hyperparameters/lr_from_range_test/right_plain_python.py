# style: a loop over pairs
def lr_from_range_test(rates, losses):
    best_rate, best_loss = None, math.inf
    for rate, loss in zip(rates, losses):
        if loss < best_loss:
            best_rate, best_loss = rate, loss
    return best_rate / 10
