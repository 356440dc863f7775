# way: the heads have no activation; sigmoid and softmax are functions in call, and the parts are unpacked into local names
class TicketDesk(keras.Model):
    def __init__(self, units, departments, **kwargs):
        super().__init__(**kwargs)
        self.join = keras.layers.Concatenate()
        self.hidden = keras.layers.Dense(units)
        self.head_p = keras.layers.Dense(1)
        self.head_d = keras.layers.Dense(departments)

    def call(self, inputs, training=False):
        title, body, tags = inputs["title"], inputs["body"], inputs["tags"]
        shared = tf.nn.relu(self.hidden(self.join([tags, body, title])))
        out = dict()
        out["department"] = tf.nn.softmax(self.head_d(shared))
        out["priority"] = tf.sigmoid(self.head_p(shared))
        return out
