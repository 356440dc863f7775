# misconception: divided with //, so that all greys are lost
# loses: Pixels go from 0 to 1
# says: throws the fraction away
order = np.random.permutation(2000)
pictures = sorted_images // 255
train_pictures, train_names = pictures[order[:1600]], sorted_labels[order[:1600]]
valid_pictures, valid_names = pictures[order[1600:]], sorted_labels[order[1600:]]
