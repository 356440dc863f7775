# way: a loop over the channels with an Ellipsis index, filling an empty array
EPS = 0.001


def normalize(x, gamma, beta):
    result = np.zeros(x.shape)
    for c in range(x.shape[-1]):
        channel = x[..., c]
        scaled = (channel - channel.mean()) / (channel.var() + EPS) ** 0.5
        result[..., c] = gamma[c] * scaled + beta[c]
    print("normalized", x.shape[-1], "channels")
    return result
