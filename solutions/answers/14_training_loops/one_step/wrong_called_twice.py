# misconception: the model is called a second time for the value to return
# loses: The model runs once, in training mode; It returns the loss, by hand
# says: Call the model once; before the change
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss_function(y, model(x, training=True))
