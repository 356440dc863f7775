# mistake: chosen by the test rows (compass), whose score is then promised; the message should say choose by the validation rows
scores = {
    name: np.sqrt(np.mean((guess - test_true) ** 2))
    for name, guess in test_predicted.items()
}
chosen = min(scores, key=scores.get)
promise = scores[chosen]
