# style: calls until nothing of the old is left
def settle(model, images):
    for _ in range(700):
        model(images, training=True)
