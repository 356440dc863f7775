# misconception: pictures and labels shuffled one after the other
# loses: Each picture has its own label
# says: mixed separately
pictures, names = sorted_images / 255, sorted_labels.copy()
np.random.shuffle(pictures)
np.random.shuffle(names)
train_pictures, train_names = pictures[:1600], names[:1600]
valid_pictures, valid_names = pictures[1600:], names[1600:]
