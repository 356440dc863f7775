# misconception: the loss is printed and not returned
# loses: It returns the loss, by hand
# says: returns the loss
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    print(float(loss))
