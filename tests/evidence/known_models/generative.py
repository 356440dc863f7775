"""Autoencoders and networks that make things."""

import keras
import tensorflow as tf
from keras import layers, ops

from known_models.registry import known, numbers


@known("Stacked autoencoder")
def stacked_autoencoder():
    encoder = keras.Sequential([layers.Flatten(), layers.Dense(20, activation="relu"), layers.Dense(6)])
    decoder = keras.Sequential(
        [layers.Dense(20, activation="relu"), layers.Dense(64), layers.Reshape([8, 8])]
    )
    return keras.Sequential([keras.Input((8, 8)), encoder, decoder]), numbers(3, 8, 8)


@known("Autoencoder as a class of two Sequential models")
def autoencoder_class():
    class Autoencoder(keras.Model):
        def __init__(self, latent_dim):
            super().__init__()
            self.encoder = keras.Sequential([layers.Flatten(), layers.Dense(latent_dim, activation="relu")])
            self.decoder = keras.Sequential([layers.Dense(64, activation="sigmoid"), layers.Reshape((8, 8))])

        def call(self, x):
            return self.decoder(self.encoder(x))

    model, given = Autoencoder(5), numbers(3, 8, 8)
    model(given)
    return model, given


@known("Tied autoencoder, DenseTranspose", asked=True)
def tied_autoencoder():
    class DenseTranspose(layers.Layer):
        def __init__(self, dense, activation=None, **kwargs):
            super().__init__(**kwargs)
            self.dense = dense
            self.activation = keras.activations.get(activation)

        def build(self, batch_input_shape):
            self.biases = self.add_weight(name="bias", shape=self.dense.kernel.shape[:1], initializer="zeros")

        def call(self, inputs):
            return self.activation(tf.matmul(inputs, self.dense.kernel, transpose_b=True) + self.biases)

    dense = layers.Dense(6, activation="relu")
    inputs = keras.Input((20,))
    return keras.Model(inputs, DenseTranspose(dense, "sigmoid")(dense(inputs))), numbers(3, 20)


@known("Sparse autoencoder with a KL regularizer of its own")
def sparse_autoencoder():
    class KLDivergenceRegularizer(keras.regularizers.Regularizer):
        def __init__(self, weight, target):
            self.weight, self.target = weight, target

        def __call__(self, inputs):
            mean = ops.mean(inputs, axis=0)
            return self.weight * ops.sum(self.target * ops.log(self.target / mean))

    code = layers.Dense(6, activation="sigmoid", activity_regularizer=KLDivergenceRegularizer(0.05, 0.1))
    return keras.Sequential([keras.Input((12,)), code, layers.Dense(12)]), numbers(3, 12)


@known("Convolutional autoencoder")
def convolutional_autoencoder():
    down = [layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"), layers.MaxPooling2D()]
    up = [layers.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"), layers.UpSampling2D()]
    end = layers.Conv2D(1, 3, padding="same", activation="sigmoid")
    return keras.Sequential([keras.Input((16, 16, 1)), *down, *up, end]), numbers(2, 16, 16, 1)


class Sampling(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        z_mean, z_log_var = inputs
        batch, dim = ops.shape(z_mean)[0], ops.shape(z_mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim), seed=self.seed_generator)
        return z_mean + ops.exp(0.5 * z_log_var) * epsilon


def _encoder():
    inputs = keras.Input((8, 8, 1))
    x = layers.Dense(8, activation="relu")(layers.Flatten()(layers.Conv2D(4, 3, activation="relu")(inputs)))
    z_mean, z_log_var = layers.Dense(2, name="z_mean")(x), layers.Dense(2, name="z_log_var")(x)
    return keras.Model(inputs, [z_mean, z_log_var, Sampling()([z_mean, z_log_var])], name="encoder")


@known("VAE's encoder with Sampling", asked=True, chance=True)
def vae_encoder():
    return _encoder(), numbers(3, 8, 8, 1)


@known("VAE, one functional model", asked=True, chance=True)
def vae():
    encoder = _encoder()
    decoder = keras.Sequential(
        [keras.Input((2,)), layers.Dense(64, activation="sigmoid"), layers.Reshape((8, 8, 1))]
    )
    return keras.Model(encoder.input, decoder(encoder.output[2])), numbers(3, 8, 8, 1)


@known("VAE as a class with a train_step and trackers", asked=True, chance=True)
def vae_class():
    class VAE(keras.Model):
        def __init__(self):
            super().__init__()
            self.encoder = _encoder()
            self.decoder = keras.Sequential([keras.Input((2,)), layers.Dense(64), layers.Reshape((8, 8, 1))])
            self.total_loss_tracker = keras.metrics.Mean(name="total_loss")

        @property
        def metrics(self):
            return [self.total_loss_tracker]

        def call(self, inputs):
            return self.decoder(self.encoder(inputs)[2])

        def train_step(self, data):
            raise NotImplementedError

    model, given = VAE(), numbers(3, 8, 8, 1)
    model(given)
    return model, given


@known("VAE's sampling by a Lambda", asked=True, chance=True)
def vae_lambda():
    inputs = keras.Input((12,))
    mean, log_var = layers.Dense(3)(inputs), layers.Dense(3)(inputs)
    sample = layers.Lambda(lambda pair: tf.random.normal(tf.shape(pair[1])) * tf.exp(pair[1] / 2) + pair[0])
    return keras.Model(inputs, layers.Dense(12)(sample([mean, log_var]))), numbers(3, 12)


@known("DCGAN's generator")
def generator():
    stack = [layers.Dense(4 * 4 * 8), layers.Reshape([4, 4, 8]), layers.BatchNormalization()]
    up = [layers.Conv2DTranspose(4, 5, 2, "same", activation="selu"), layers.BatchNormalization()]
    end = layers.Conv2DTranspose(1, 5, 2, "same", activation="tanh")
    return keras.Sequential([keras.Input((6,)), *stack, *up, end]), numbers(3, 6)


@known("DCGAN's discriminator with LeakyReLU objects")
def discriminator():
    stack = [
        layers.Conv2D(4, 5, 2, "same", activation=layers.LeakyReLU(negative_slope=0.2)),
        layers.Dropout(0.4),
    ]
    end = [layers.Flatten(), layers.Dense(1, activation="sigmoid")]
    return keras.Sequential([keras.Input((16, 16, 1)), *stack, *end]), numbers(3, 16, 16, 1)


@known("GAN as a class that holds two networks", asked=True)
def gan():
    class GAN(keras.Model):
        def __init__(self, discriminator, generator):
            super().__init__()
            self.discriminator, self.generator = discriminator, generator

        def call(self, noise):
            return tf.squeeze(self.discriminator(self.generator(noise)), axis=-1)

    first = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model, given = GAN(first, keras.Sequential([keras.Input((4,)), layers.Dense(8)])), numbers(3, 4)
    model(given)
    return model, given


@known("Minibatch standard deviation", asked=True)
def minibatch_deviation():
    class MinibatchStdDev(layers.Layer):
        def call(self, inputs):
            mean = tf.reduce_mean(tf.math.reduce_std(inputs, axis=0, keepdims=True))
            fill = mean * tf.ones_like(inputs[..., :1])
            return tf.concat([inputs, fill], axis=-1)

    stack = [layers.Conv2D(4, 3), MinibatchStdDev(), layers.Flatten(), layers.Dense(1)]
    return keras.Sequential([keras.Input((8, 8, 1)), *stack]), numbers(3, 8, 8, 1)


@known("Sinusoidal time embedding of a diffusion model", asked=True)
def diffusion():
    class TimeEncoding(layers.Layer):
        def call(self, time):
            angles = tf.cast(time, tf.float32) * tf.exp(tf.linspace(0.0, 3.0, 4))[None]
            return tf.concat([tf.sin(angles), tf.cos(angles)], axis=-1)

    picture, time = keras.Input((8, 8, 1)), keras.Input((1,), dtype="int32")
    embedded = layers.Dense(4, activation="swish")(TimeEncoding()(time))
    x = layers.Conv2D(4, 3, padding="same")(picture) + layers.Reshape((1, 1, 4))(embedded)
    model = keras.Model([picture, time], layers.Conv2D(1, 3, padding="same")(x))
    return model, [numbers(3, 8, 8, 1), numbers(3, 1).astype("int32")]


@known("Vector quantizer", asked=True)
def vector_quantizer():
    class VectorQuantizer(layers.Layer):
        def __init__(self, count, dim):
            super().__init__()
            self.embeddings = self.add_weight(
                shape=(dim, count), initializer="random_normal", name="embeddings"
            )

        def call(self, x):
            distances = tf.reduce_sum(x**2, axis=1, keepdims=True) - 2 * tf.matmul(x, self.embeddings)
            nearest = tf.argmin(distances + tf.reduce_sum(self.embeddings**2, axis=0), axis=1)
            return tf.gather(tf.transpose(self.embeddings), nearest)

    return keras.Sequential(
        [keras.Input((6,)), layers.Dense(4), VectorQuantizer(5, 4), layers.Dense(6)]
    ), numbers(3, 6)
