# misconception: logits given to a loss that expects probabilities
# loses: Each loss knows what the output has been through
# says: the loss expects probabilities
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
