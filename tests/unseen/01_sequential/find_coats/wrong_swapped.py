# mistake: the larger weight is on the common class; the message should say that the rare class needs the larger weight
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1000 / (2 * 50), 1: 1000 / (2 * 950)}
coat_model = yes_no_model()
coat_model.fit(
    coat_images, is_coat, epochs=15, class_weight=coat_weights, verbose=0
)
