# style: channel by channel in a loop
def normalize(x, gamma, beta):
    out = np.empty(np.shape(x))
    for channel in range(out.shape[-1]):
        values = x[..., channel]
        out[..., channel] = (values - values.mean()) / (values.var() + 0.001) ** 0.5
        out[..., channel] = gamma[channel] * out[..., channel] + beta[channel]
    return out
