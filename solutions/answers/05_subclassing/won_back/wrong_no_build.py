# misconception: `build()` on a subclass without its own `build` warns and makes no parameters
# loses: Built without data
# says: makes no parameters
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units, self.activation = units, activation

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": self.activation})
        return config


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12])(stone))
