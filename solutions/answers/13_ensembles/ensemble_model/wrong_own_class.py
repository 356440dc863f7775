# misconception: a class of one's own, which is not loaded without its code
# loses: One file that loads without help
# says: without its code
class Mean(keras.Model):
    def __init__(self, members, **kwargs):
        super().__init__(**kwargs)
        self.members = members

    def call(self, x):
        return keras.ops.mean(keras.ops.stack([m(x) for m in self.members]), axis=0)


def ensemble_model(members):
    return Mean(members)
