# misconception: both optimizers get all weights
# loses: Each optimizer changes its own network alone
# says: too many weights; frozen
def gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise):
    weights = generator.trainable_weights + discriminator.trainable_weights
    with tf.GradientTape(persistent=True) as tape:
        made = generator(noise, training=True)
        for_real = discriminator(real, training=True)
        for_made = discriminator(made, training=True)
        d_loss = keras.ops.mean((for_real - 1) ** 2) + keras.ops.mean(for_made**2)
        g_loss = keras.ops.mean((for_made - 1) ** 2)
    discriminator_optimizer.apply(tape.gradient(d_loss, weights), weights)
    generator_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return d_loss, g_loss
