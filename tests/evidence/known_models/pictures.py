"""Networks for pictures."""

import keras
import tensorflow as tf
from keras import layers, ops

from known_models.registry import known, numbers


@known("LeNet-like convnet of the first tutorial")
def convnet():
    stack = [
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu"),
    ]
    end = [layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax")]
    return keras.Sequential([keras.Input((16, 16, 1)), *stack, *end]), numbers(3, 16, 16, 1)


@known("Convnet with augmentation and rescaling")
def augmented():
    augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
    inputs = keras.Input((16, 16, 3))
    x = layers.Rescaling(1.0 / 255)(augmentation(inputs))
    for filters in (8, 16):
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x))), numbers(
        2, 16, 16, 3
    )


@known("Toy ResNet, functional")
def toy_resnet():
    inputs = keras.Input((16, 16, 3))
    x = layers.MaxPooling2D(3)(layers.Conv2D(8, 3, activation="relu")(inputs))
    for _ in range(2):
        y = layers.Conv2D(8, 3, activation="relu", padding="same")(x)
        x = layers.add([layers.Conv2D(8, 3, activation="relu", padding="same")(y), x])
    return keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x))), numbers(2, 16, 16, 3)


@known("ResNet-34's residual unit, a Layer class")
def residual_unit():
    class ResidualUnit(layers.Layer):
        def __init__(self, filters, strides=1, activation="relu", **kwargs):
            super().__init__(**kwargs)
            self.activation = keras.activations.get(activation)
            self.main_layers = [
                layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False),
                layers.BatchNormalization(),
                layers.Activation("relu"),
                layers.Conv2D(filters, 3, padding="same", use_bias=False),
                layers.BatchNormalization(),
            ]
            self.skip_layers = []
            if strides > 1:
                self.skip_layers = [
                    layers.Conv2D(filters, 1, strides=strides, padding="same", use_bias=False),
                    layers.BatchNormalization(),
                ]

        def call(self, inputs):
            z = inputs
            for layer in self.main_layers:
                z = layer(z)
            skip = inputs
            for layer in self.skip_layers:
                skip = layer(skip)
            return self.activation(z + skip)

    stack = [ResidualUnit(8), ResidualUnit(16, strides=2), layers.GlobalAveragePooling2D(), layers.Dense(3)]
    return keras.Sequential([keras.Input((12, 12, 8)), *stack]), numbers(2, 12, 12, 8)


@known("Residual block with `tf.nn.relu` in a class", asked=True)
def residual_tf():
    class Residual(keras.Model):
        def __init__(self, channels):
            super().__init__()
            self.conv1 = layers.Conv2D(channels, 3, padding="same")
            self.conv2 = layers.Conv2D(channels, 3, padding="same")
            self.bn1, self.bn2 = layers.BatchNormalization(), layers.BatchNormalization()

        def call(self, x):
            y = tf.nn.relu(self.bn1(self.conv1(x)))
            return tf.nn.relu(self.bn2(self.conv2(y)) + x)

    inputs = keras.Input((8, 8, 4))
    return keras.Model(inputs, layers.Dense(2)(layers.Flatten()(Residual(4)(inputs)))), numbers(2, 8, 8, 4)


@known("ResnetIdentityBlock of the TensorFlow guide", asked=True)
def resnet_identity_block():
    class ResnetIdentityBlock(keras.Model):
        def __init__(self, kernel_size, filters):
            super().__init__(name="")
            a, b, c = filters
            self.conv2a, self.bn2a = layers.Conv2D(a, (1, 1)), layers.BatchNormalization()
            self.conv2b, self.bn2b = (
                layers.Conv2D(b, kernel_size, padding="same"),
                layers.BatchNormalization(),
            )
            self.conv2c, self.bn2c = layers.Conv2D(c, (1, 1)), layers.BatchNormalization()

        def call(self, input_tensor, training=False):
            x = tf.nn.relu(self.bn2a(self.conv2a(input_tensor), training=training))
            x = tf.nn.relu(self.bn2b(self.conv2b(x), training=training))
            return tf.nn.relu(self.bn2c(self.conv2c(x), training=training) + input_tensor)

    block, given = ResnetIdentityBlock(1, [1, 2, 3]), numbers(2, 4, 4, 3)
    block(given)
    return block, given


@known("Inception module")
def inception():
    inputs = keras.Input((12, 12, 4))
    a = layers.Conv2D(4, 1, activation="relu")(inputs)
    b = layers.Conv2D(4, 3, padding="same", activation="relu")(layers.Conv2D(2, 1, activation="relu")(inputs))
    c = layers.Conv2D(4, 5, padding="same", activation="relu")(layers.Conv2D(2, 1, activation="relu")(inputs))
    d = layers.Conv2D(4, 1)(layers.MaxPooling2D(3, strides=1, padding="same")(inputs))
    return keras.Model(inputs, layers.concatenate([a, b, c, d])), numbers(2, 12, 12, 4)


@known("Inception as a class with `tf.concat`", asked=True)
def inception_class():
    class Inception(layers.Layer):
        def __init__(self, c1, c2):
            super().__init__()
            self.p1 = layers.Conv2D(c1, 1, activation="relu")
            self.p2 = layers.Conv2D(c2, 3, padding="same", activation="relu")

        def call(self, x):
            return tf.concat([self.p1(x), self.p2(x)], axis=-1)

    stack = [Inception(3, 4), Inception(4, 5), layers.GlobalAveragePooling2D(), layers.Dense(2)]
    return keras.Sequential([keras.Input((8, 8, 3)), *stack]), numbers(2, 8, 8, 3)


@known("Mini Xception of the Python deep-learning book")
def mini_xception():
    inputs = keras.Input((20, 20, 3))
    x = layers.Conv2D(8, 5, use_bias=False)(layers.Rescaling(1.0 / 255)(inputs))
    for size in (8, 16):
        residual = x
        for _ in range(2):
            x = layers.Activation("relu")(layers.BatchNormalization()(x))
            x = layers.SeparableConv2D(size, 3, padding="same", use_bias=False)(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        x = layers.add([x, layers.Conv2D(size, 1, strides=2, padding="same", use_bias=False)(residual)])
    x = layers.Dropout(0.5)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x)), numbers(2, 20, 20, 3)


@known("U-Net")
def unet():
    inputs = keras.Input((16, 16, 3))
    skips, x = [], inputs
    for filters in (4, 8):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    for filters, skip in zip((8, 4), reversed(skips), strict=True):
        x = layers.concatenate([layers.Conv2DTranspose(filters, 2, strides=2)(x), skip])
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return keras.Model(inputs, layers.Conv2D(3, 1, activation="softmax")(x)), numbers(2, 16, 16, 3)


@known("Squeeze and excitation")
def squeeze_and_excitation():
    inputs = keras.Input((8, 8, 6))
    x = layers.Conv2D(6, 3, padding="same")(inputs)
    s = layers.Dense(6, activation="sigmoid")(
        layers.Dense(2, activation="relu")(layers.GlobalAveragePooling2D()(x))
    )
    return keras.Model(inputs, x * ops.reshape(s, (-1, 1, 1, 6))), numbers(2, 8, 8, 6)


@known("MobileNet's depthwise separable block")
def mobilenet_block():
    inputs = keras.Input((12, 12, 3))
    x = inputs
    for filters, strides in ((8, 1), (16, 2)):
        x = layers.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
        x = layers.Conv2D(filters, 1, padding="same", use_bias=False)(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
    return keras.Model(inputs, layers.GlobalAveragePooling2D()(x)), numbers(2, 12, 12, 3)


@known("DenseNet block")
def densenet_block():
    x = inputs = keras.Input((8, 8, 4))
    for _ in range(3):
        y = layers.Conv2D(4, 3, padding="same")(layers.Activation("relu")(layers.BatchNormalization()(x)))
        x = layers.Concatenate()([x, y])
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x))), numbers(2, 8, 8, 4)


class Patches(layers.Layer):
    def __init__(self, patch_size):
        super().__init__()
        self.patch_size = patch_size

    def call(self, images):
        batch, height, width, channels = ops.shape(images)
        patches = ops.image.extract_patches(images, size=self.patch_size)
        count = (height // self.patch_size) * (width // self.patch_size)
        return ops.reshape(patches, (batch, count, self.patch_size * self.patch_size * channels))


class PatchEncoder(layers.Layer):
    def __init__(self, num_patches, projection_dim):
        super().__init__()
        self.num_patches = num_patches
        self.projection = layers.Dense(units=projection_dim)
        self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=projection_dim)

    def call(self, patch):
        positions = ops.expand_dims(ops.arange(start=0, stop=self.num_patches, step=1), axis=0)
        return self.projection(patch) + self.position_embedding(positions)


@known("ViT: patches, patch encoder, transformer", asked=True)
def vit():
    inputs = keras.Input((12, 12, 3))
    x = PatchEncoder(9, 16)(Patches(4)(inputs))
    for _ in range(2):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.Add()([layers.MultiHeadAttention(num_heads=2, key_dim=16, dropout=0.1)(y, y), x])
        z = layers.Dense(16, activation=keras.activations.gelu)(layers.LayerNormalization(epsilon=1e-6)(y))
        x = layers.Add()([z, y])
    x = layers.Dropout(0.5)(layers.Flatten()(layers.LayerNormalization(epsilon=1e-6)(x)))
    return keras.Model(inputs, layers.Dense(10)(x)), numbers(2, 12, 12, 3)


@known("ViT's patches with `tf.image`", asked=True)
def vit_tf():
    class Patches(layers.Layer):
        def call(self, images):
            window = [1, 4, 4, 1]
            patches = tf.image.extract_patches(images, window, window, [1, 1, 1, 1], "VALID")
            return tf.reshape(patches, [tf.shape(images)[0], -1, patches.shape[-1]])

    inputs = keras.Input((12, 12, 3))
    x = layers.Dense(8)(Patches()(inputs))
    return keras.Model(inputs, layers.Dense(3)(layers.GlobalAveragePooling1D()(x))), numbers(2, 12, 12, 3)


@known("MLP-Mixer block")
def mlp_mixer():
    x = inputs = keras.Input((9, 8))
    y = layers.Permute((2, 1))(layers.LayerNormalization()(x))
    y = layers.Permute((2, 1))(layers.Dense(9)(layers.Dense(16, activation="gelu")(y)))
    x = layers.Add()([x, y])
    y = layers.Dense(8)(layers.Dense(16, activation="gelu")(layers.LayerNormalization()(x)))
    return keras.Model(inputs, layers.GlobalAveragePooling1D()(layers.Add()([x, y]))), numbers(2, 9, 8)


@known("Siamese network with a Lambda that takes the difference", asked=True)
def siamese_lambda():
    inputs = keras.Input((8, 8, 1))
    x = layers.Dense(6)(layers.Flatten()(layers.Conv2D(4, 3, activation="relu")(inputs)))
    base = keras.Model(inputs, x)
    a, b = keras.Input((8, 8, 1)), keras.Input((8, 8, 1))
    distance = layers.Lambda(lambda pair: tf.abs(pair[0] - pair[1]))([base(a), base(b)])
    model = keras.Model([a, b], layers.Dense(1, activation="sigmoid")(distance))
    return model, [numbers(3, 8, 8, 1), 2 * numbers(3, 8, 8, 1)]


@known("Siamese network with `keras.ops`")
def siamese_ops():
    base = keras.Sequential([keras.Input((6,)), layers.Dense(4, activation="relu")])
    a, b = keras.Input((6,)), keras.Input((6,))
    distance = ops.sqrt(ops.sum(ops.square(base(a) - base(b)), axis=1, keepdims=True))
    return keras.Model([a, b], distance), [numbers(3, 6), 2 * numbers(3, 6)]


@known("Distance layer of the triplet example", asked=True)
def triplet():
    class DistanceLayer(layers.Layer):
        def call(self, anchor, positive, negative):
            ap = tf.reduce_sum(tf.square(anchor - positive), -1)
            return ap, tf.reduce_sum(tf.square(anchor - negative), -1)

    base = keras.Sequential([keras.Input((6,)), layers.Dense(4)])
    three = [keras.Input((6,), name=name) for name in ("anchor", "positive", "negative")]
    model = keras.Model(three, DistanceLayer()(*[base(each) for each in three]))
    return model, [numbers(3, 6), 2 * numbers(3, 6), 3 * numbers(3, 6)]


@known("Transfer learning: a frozen base, called with training=False")
def transfer():
    base = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, include_top=False)
    base.trainable = False
    inputs = keras.Input((32, 32, 3))
    x = keras.applications.mobilenet_v2.preprocess_input(inputs)
    x = layers.GlobalAveragePooling2D()(base(x, training=False))
    return keras.Model(inputs, layers.Dense(1)(layers.Dropout(0.2)(x))), numbers(2, 32, 32, 3)


@known("Depth to space for super-resolution", asked=True)
def super_resolution():
    inputs = keras.Input((8, 8, 1))
    x = layers.Conv2D(8, 5, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(4, 3, padding="same")(x)
    return keras.Model(inputs, layers.Lambda(lambda t: tf.nn.depth_to_space(t, 2))(x)), numbers(2, 8, 8, 1)


@known("Local response normalization in a Lambda", asked=True)
def local_response():
    stack = [layers.Conv2D(8, 3), layers.Lambda(tf.nn.local_response_normalization), layers.Flatten()]
    return keras.Sequential([keras.Input((8, 8, 3)), *stack, layers.Dense(2)]), numbers(2, 8, 8, 3)


@known("DepthPool, pooling over channels", asked=True)
def depth_pool():
    class DepthPool(layers.Layer):
        def __init__(self, pool_size=2, **kwargs):
            super().__init__(**kwargs)
            self.pool_size = pool_size

        def call(self, inputs):
            shape = tf.shape(inputs)
            groups = shape[-1] // self.pool_size
            return tf.reduce_max(
                tf.reshape(inputs, tf.concat([shape[:-1], [groups, self.pool_size]], 0)), axis=-1
            )

    return keras.Sequential([keras.Input((4, 4, 6)), layers.Conv2D(6, 1), DepthPool(3)]), numbers(2, 4, 4, 6)
