# misconception: two separate draws, which overlap
# loses: No picture is in both parts
# says: overlap
chance = np.random.default_rng(0)
first = chance.choice(2000, size=1600, replace=False)
second = chance.choice(2000, size=400, replace=False)
train_pictures, train_names = sorted_images[first] / 255, sorted_labels[first]
valid_pictures, valid_names = sorted_images[second] / 255, sorted_labels[second]
