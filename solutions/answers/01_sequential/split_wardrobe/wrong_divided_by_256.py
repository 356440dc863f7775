# misconception: divided by the number of greys instead of the largest
# loses: Pixels go from 0 to 1
# says: largest gray
order = np.random.default_rng(3).permutation(2000)
train_pictures, train_names = sorted_images[order[:1600]] / 256, sorted_labels[order[:1600]]
valid_pictures, valid_names = sorted_images[order[1600:]] / 256, sorted_labels[order[1600:]]
