# mistake: only the training pictures are scaled; the message should say that the validation pixels still go to 255
order = np.random.default_rng(0).permutation(len(sorted_images))
images, labels = sorted_images[order], sorted_labels[order]
train_pictures, train_names = images[:1600].astype("float32") / 255, labels[:1600]
valid_pictures, valid_names = images[1600:].astype("float32"), labels[1600:]
