# misconception: one call at the momentum that the layers have
# loses: Every BatchNorm has the images' statistics
# says: share of the old value
def settle(model, images):
    model(images, training=True)
