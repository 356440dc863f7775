# misconception: most pictures held back
# loses: 1,600 to learn from, 400 held back
# says: changed places
order = np.random.permutation(2000)
train_pictures, train_names = sorted_images[order[:400]] / 255, sorted_labels[order[:400]]
valid_pictures, valid_names = sorted_images[order[400:]] / 255, sorted_labels[order[400:]]
