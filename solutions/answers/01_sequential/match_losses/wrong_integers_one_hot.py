# misconception: integer labels with categorical cross-entropy
# loses: Each loss takes its form of label
# says: class numbers
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
