# way: a subclassed model that hands the mask on by hand to the mean; accuracy from evaluate's list, rounded; best epoch by pandas
class Critic(keras.Model):
    def __init__(self):
        super().__init__()
        self.emb = keras.layers.Embedding(2001, 16, mask_zero=True)
        self.pool = keras.layers.GlobalAveragePooling1D()
        self.out = keras.layers.Dense(1, activation="sigmoid")

    def call(self, x):
        rows = self.emb(x)
        return self.out(self.pool(rows, mask=self.emb.compute_mask(x)))


critic = Critic()
critic.compile(keras.optimizers.Adam(learning_rate=0.01), "binary_crossentropy", metrics=["accuracy"])
critic_history = critic.fit(
    x_sentence, y_sentence, validation_data=(x_unseen, y_unseen), epochs=6, verbose=0
)
critic_accuracy = round(critic.evaluate(x_unseen, y_unseen, verbose=0)[1], 2)
best_epoch = pd.Series(critic_history.history["val_loss"]).idxmin() + 1
