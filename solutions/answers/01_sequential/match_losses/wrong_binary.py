# misconception: binary cross-entropy for ten classes
# loses: Each loss takes its form of label
# says: exclude each other
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
