# style: no chance at all: every fifth picture is held back
held = np.arange(len(sorted_images)) % 5 == 0
scaled = sorted_images.astype("float32") / 255.0
train_pictures, train_names = scaled[~held], sorted_labels[~held]
valid_pictures, valid_names = scaled[held], sorted_labels[held]
