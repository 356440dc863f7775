# style: heads in a Sequential each, TensorFlow to join
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.trunk = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU()])
        self.urgent = keras.Sequential([keras.layers.Dense(1), keras.layers.Activation("sigmoid")])
        self.whose = keras.Sequential([keras.layers.Dense(departments), keras.layers.Softmax()])

    def call(self, ticket):
        title, body, tags = ticket["title"], ticket["body"], ticket["tags"]
        features = self.trunk(tf.concat([tags, title, body], axis=-1))
        return dict(department=self.whose(features), priority=self.urgent(features))
