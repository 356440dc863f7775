# style: the discriminator frozen while the generator learns, generator first
def gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise):
    discriminator.trainable = False
    chain = keras.Sequential([generator, discriminator])
    with tf.GradientTape() as tape:
        g_loss = keras.ops.mean(keras.ops.square(chain(noise, training=True) - 1))
    grads = tape.gradient(g_loss, chain.trainable_weights)
    generator_optimizer.apply(grads, chain.trainable_weights)
    discriminator.trainable = True
    made = keras.ops.stop_gradient(generator(noise))
    with tf.GradientTape() as tape:
        both = discriminator(keras.ops.concatenate([real, made]), training=True)
        first, second = both[: len(real)], both[len(real) :]
        d_loss = keras.ops.mean((first - 1) ** 2) + keras.ops.mean(second**2)
    weights = discriminator.trainable_weights
    discriminator_optimizer.apply(tape.gradient(d_loss, weights), weights)
    return np.array([d_loss, g_loss])
