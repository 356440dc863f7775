# misconception: the picture mirrored instead of its greys
# loses: White where it was black, black where it was white; Every gray turned into its opposite
# says: turns the picture around
negative = picture[:, ::-1]
