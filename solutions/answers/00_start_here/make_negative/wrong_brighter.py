# misconception: brightened instead of turned around
# loses: White where it was black, black where it was white; Every gray turned into its opposite
# says: sends 0 to 255
negative = picture + np.uint8(255)
