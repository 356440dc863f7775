# mistake: only axis 0 is averaged, so each place of a map has statistics of its own; the message should say that for maps height and width are averaged too
def normalize(x, gamma, beta):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + 0.001) + beta
