# style: Python's own random module, and a loop
import random


def sample_settings(count, seed):
    source = random.Random(seed)
    settings = []
    for _ in range(count):
        settings.append(
            dict(
                learning_rate=math.exp(source.uniform(math.log(1e-4), math.log(1))),
                units=source.randint(16, 128),
                activation=source.choice(["relu", "tanh"]),
            )
        )
    return settings
