# misconception: compiled and never trained
# loses: Finds coats, and leaves pullovers alone
# says: not been trained
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1000 / (2 * 950), 1: 1000 / (2 * 50)}
coat_model = yes_no_model()
