# misconception: priority head's output fed to the department head instead of the shared features
# loses: Both heads are called on the hidden layer
# says: priority's output is fed to the department's head
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.join = keras.layers.Concatenate()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.priority = keras.layers.Dense(1, activation="sigmoid")
        self.department = keras.layers.Dense(departments, activation="softmax")

    def call(self, ticket):
        joined = self.join([ticket["title"], ticket["body"], ticket["tags"]])
        x = self.hidden(joined)
        x = priority = self.priority(x)
        department = self.department(x)
        return {"priority": priority, "department": department}
