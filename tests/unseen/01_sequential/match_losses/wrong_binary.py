# mistake: sigmoid and binary cross-entropy for one-hot rows of ten exclusive classes; the message should name softmax with categorical cross-entropy
probability_model = make_classifier("sigmoid")
probability_model.compile(
    optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"]
)
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
