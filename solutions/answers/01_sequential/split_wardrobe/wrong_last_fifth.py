# misconception: the last 20 % of sorted data held back
# loses: All ten classes are in both parts
# says: sorted
train_pictures, train_names = sorted_images[:1600] / 255, sorted_labels[:1600]
valid_pictures, valid_names = sorted_images[1600:] / 255, sorted_labels[1600:]
