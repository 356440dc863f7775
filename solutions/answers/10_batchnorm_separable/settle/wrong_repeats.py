# misconception: a fixed number of calls, which is too few for a large momentum
# loses: Every BatchNorm has the images' statistics
# says: momentum's share of the old value
def settle(model, images):
    for _ in range(500):
        model(images, training=True)
