# style: moments and rsqrt of keras.ops, axes kept
def normalize(x, gamma, beta, epsilon=0.001):
    mean, variance = keras.ops.moments(x, axes=list(range(np.ndim(x) - 1)), keepdims=True)
    normal = (x - mean) * keras.ops.rsqrt(variance + epsilon)
    return keras.ops.convert_to_numpy(normal) * gamma + beta
