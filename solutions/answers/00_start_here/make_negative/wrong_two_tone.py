# misconception: only black and white change, the greys are lost
# loses: Every gray turned into its opposite
# says: only two values
negative = np.where(picture > 127, 0, 255)
