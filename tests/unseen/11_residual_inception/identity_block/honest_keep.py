# way: keeps the input under the name shortcut and overwrites x in a loop; tanh between
def identity_block(x):
    shortcut = x
    channels = int(x.shape[3])
    for n in range(2):
        x = keras.layers.Conv2D(channels, kernel_size=3, padding="same")(x)
        if n == 0:
            x = keras.layers.Activation("tanh")(x)
    return keras.layers.add([shortcut, x])
