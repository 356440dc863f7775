# misconception: `training` forgotten: predict uses the moving statistics and never moves them
# loses: Every BatchNorm has the images' statistics; What training learns stays; No setting stays changed
# says: only `training=True` moves them
def settle(model, images):
    model.predict(images, verbose=0)
