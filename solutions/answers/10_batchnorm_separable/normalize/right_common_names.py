# style: a table of all places, and common names left behind in the notebook
def normalize(x, gamma, beta):
    flat = np.reshape(x, (-1, x.shape[-1]))
    out = (flat - flat.mean(0)) * (flat.var(0) + 1e-3) ** -0.5
    return np.reshape(out * gamma + beta, x.shape)


x = np.array([[1.0, 2.0], [3.0, 4.0]])
y = normalize(x, np.ones(2), np.zeros(2))
mean, variance, layer, model, outputs, table, maps = y, y, y, y, y, y, y
