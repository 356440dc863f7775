# misconception: an output layer is added, though the model has one
# loses: All trainable weights take the step
# says: not the model
def one_step(model, optimizer, loss_function, x, y):
    model.add(keras.layers.Dense(1, kernel_initializer="ones"))
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x, training=True)) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss
