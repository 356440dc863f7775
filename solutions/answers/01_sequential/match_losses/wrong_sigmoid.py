# misconception: sigmoid for ten exclusive classes
# loses: One puts out probabilities, the other logits
# says: sigmoid
probability_model = make_classifier("sigmoid")
probability_model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
