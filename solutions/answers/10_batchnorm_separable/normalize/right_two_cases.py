# style: tables and maps as two cases, the variance by its definition
def normalize(x, gamma, beta):
    axis = 0 if x.ndim == 2 else (0, 1, 2)
    mean = np.mean(x, axis=axis)
    variance = np.mean((x - mean) ** 2, axis=axis)
    return beta + gamma * (x - mean) / np.sqrt(0.001 + variance)
