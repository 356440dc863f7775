# misconception: pixels left as they came
# loses: Pixels go from 0 to 1
# says: 0 to 255
order = np.random.permutation(2000)
train_pictures, train_names = sorted_images[order[:1600]], sorted_labels[order[:1600]]
valid_pictures, valid_names = sorted_images[order[1600:]], sorted_labels[order[1600:]]
