# misconception: scaled twice, once for all and once again
# loses: Pixels go from 0 to 1
# says: scaled twice
pictures = sorted_images / 255
order = np.random.permutation(2000)
train_pictures, train_names = pictures[order[:1600]] / 255, sorted_labels[order[:1600]]
valid_pictures, valid_names = pictures[order[1600:]] / 255, sorted_labels[order[1600:]]
