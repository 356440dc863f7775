# style: as in older books: apply_gradients with pairs, losses added with add_n
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
        main_loss = tf.reduce_mean(loss_function(y, predictions))
        loss = tf.add_n([main_loss] + model.losses)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss
