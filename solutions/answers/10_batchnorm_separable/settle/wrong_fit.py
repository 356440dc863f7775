# misconception: trained further, so that the weights move too
# loses: Every BatchNorm has the images' statistics; What training learns stays
# says: settling is no training
def settle(model, images):
    answers = model.predict(images, verbose=0)
    model.fit(images, np.zeros_like(answers), epochs=30, verbose=0)
