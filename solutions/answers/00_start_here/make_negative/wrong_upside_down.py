# misconception: the negative of the picture turned upside down
# loses: White where it was black, black where it was white; Every gray turned into its opposite
# says: each one stays at its place
negative = 255 - picture[::-1]
