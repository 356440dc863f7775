# style: every place a row of a table
def normalize(x, gamma, beta):
    flat = x.reshape(-1, x.shape[-1])
    flat = (flat - np.mean(flat, 0)) * gamma / np.sqrt(np.var(flat, 0) + 1e-3) + beta
    return flat.reshape(x.shape)
