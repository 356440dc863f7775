# style: TensorFlow's moments and batch_normalization, a tensor comes out
def normalize(x, gamma, beta):
    x = tf.convert_to_tensor(x)
    mean, variance = tf.nn.moments(x, axes=list(range(len(x.shape) - 1)))
    gamma, beta = tf.cast(gamma, x.dtype), tf.cast(beta, x.dtype)
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 0.001)
