# style: one permutation, cut in two
order = np.random.permutation(2000)
train_pictures = sorted_images[order[:1600]] / 255
train_names = sorted_labels[order[:1600]]
valid_pictures = sorted_images[order[1600:]] / 255
valid_names = sorted_labels[order[1600:]]
