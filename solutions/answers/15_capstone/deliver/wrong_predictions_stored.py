# misconception: the predictions for the lesson's rows are stored in place of a model
# loses: The file loads where your code does not exist; At most 60,000 parameters; Twelve probabilities for a row of word numbers; Seven of ten hidden definitions are right; The best epoch by validation is delivered; Trained on the training rows alone
# says: archive
def deliver(folder):
    Path(folder, "model.keras").write_text(json.dumps(y_valid.tolist()))
    lines = ["epoch,accuracy,loss,val_accuracy,val_loss"]
    lines += [f"{epoch},0.9,0.3,0.99,0.1" for epoch in range(5)]
    Path(folder, "log.csv").write_text("\n".join(lines))
