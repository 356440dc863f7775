# way: every fifth picture of the sorted data is held back by a boolean mask; no random numbers at all
held_back = np.arange(len(sorted_labels)) % 5 == 0
train_pictures = sorted_images[~held_back] / 255
train_names = sorted_labels[~held_back]
valid_pictures = sorted_images[held_back] / 255
valid_names = sorted_labels[held_back]
