# misconception: softmax left on the model that should give logits
# loses: One puts out probabilities, the other logits
# says: before any activation
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier("softmax")
logit_model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
