# style: the lesson's formula, and the lesson's model
coat_images, is_coat = imbalanced_data(common=2, rare=4)
counts = np.bincount(is_coat.astype(int))
coat_weights = {answer: len(is_coat) / (2 * count) for answer, count in enumerate(counts)}
coat_model = yes_no_model()
coat_model.fit(coat_images, is_coat, epochs=10, class_weight=coat_weights, verbose=0)
