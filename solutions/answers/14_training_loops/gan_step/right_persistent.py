# style: one persistent tape, numbers returned
def gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise):
    mse = keras.losses.MeanSquaredError()
    with tf.GradientTape(persistent=True) as tape:
        made = discriminator(generator(noise))
        kept = discriminator(real)
        d_loss = mse(tf.ones_like(kept), kept) + mse(tf.zeros_like(made), made)
        g_loss = mse(tf.ones_like(made), made)
    for network, optimizer, loss in (
        (discriminator, discriminator_optimizer, d_loss),
        (generator, generator_optimizer, g_loss),
    ):
        weights = network.trainable_weights
        optimizer.apply(tape.gradient(loss, weights), weights)
    return [float(d_loss), float(g_loss)]
