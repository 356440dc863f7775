# style: the names of the split that books use, bound by the learner before the lesson binds them
places = np.random.default_rng(3).permutation(2000)
x_train, x_valid = np.split(sorted_images[places] / 255.0, [1600])
y_train, y_valid = np.split(sorted_labels[places], [1600])
train_pictures, train_names = x_train, y_train
valid_pictures, valid_names = x_valid, y_valid
