# mistake: the weights are right, but fit never gets them; the message should say that few coats are found and ask whether fit has class_weight
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1000 / 1900, 1: 10}
coat_model = yes_no_model()
coat_model.fit(coat_images, is_coat, epochs=8, verbose=0)
