# misconception: flattened on the way
# loses: A picture of the same size; White where it was black, black where it was white; Every gray turned into its opposite
# says: shape
negative = 255 - picture.flatten()
