# mistake: the loss of the logit model is a string, which takes logits for probabilities; the message should ask for from_logits=True
probability_model = make_classifier("softmax")
probability_model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
