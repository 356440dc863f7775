# misconception: the points are made outside the tape, so gradients are None
# loses: The discriminator tells real from made; The generator learns to be taken for real; Each optimizer changes its own network alone; It returns both losses
# says: inside the tape
def gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise):
    made = generator(noise, training=True)
    with tf.GradientTape() as tape:
        for_real = discriminator(real, training=True)
        for_made = discriminator(made, training=True)
        d_loss = keras.ops.mean((for_real - 1) ** 2)
        d_loss += keras.ops.mean(for_made**2)
    weights = discriminator.trainable_weights
    discriminator_optimizer.apply(tape.gradient(d_loss, weights), weights)
    with tf.GradientTape() as tape:
        for_made = discriminator(made, training=True)
        g_loss = keras.ops.mean((for_made - 1) ** 2)
    weights = generator.trainable_weights
    generator_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return d_loss, g_loss
