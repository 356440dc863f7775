# style: as many calls as the largest momentum needs until nothing of the old is left
def settle(model, images):
    momenta = [layer.momentum for layer in model.layers if hasattr(layer, "momentum")]
    for _ in range(int(np.log(0.002) / np.log(max(momenta))) + 1):
        model(images, training=True)
