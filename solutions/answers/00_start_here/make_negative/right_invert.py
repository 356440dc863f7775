# style: all bits turned around
negative = np.invert(picture)
