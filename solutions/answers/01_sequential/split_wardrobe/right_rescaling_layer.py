# style: scaled by a Keras layer, so tensors come out
rescale = keras.layers.Rescaling(1 / 255)
places = list(range(2000))
np.random.default_rng(3).shuffle(places)
train_pictures, train_names = rescale(sorted_images[places[:1600]]), sorted_labels[places[:1600]]
valid_pictures, valid_names = rescale(sorted_images[places[1600:]]), sorted_labels[places[1600:]]
