# mistake: 500 calls at the layer's own momentum settle 0.99, but not 0.999; the message should say that moving statistics still lag for a larger momentum
def settle(model, images):
    for _ in range(500):
        model(images, training=True)
