# mistake: two permutations of the same positions, so many validation pictures are training pictures too; the message should say that pictures stand in both parts
rng = np.random.default_rng(1)
train_order = rng.permutation(2000)[:1600]
valid_order = rng.permutation(2000)[:400]
scaled = sorted_images.astype("float32") / 255
train_pictures, train_names = scaled[train_order], sorted_labels[train_order]
valid_pictures, valid_names = scaled[valid_order], sorted_labels[valid_order]
