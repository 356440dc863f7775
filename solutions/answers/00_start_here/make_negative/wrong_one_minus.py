# misconception: pixels taken for fractions between 0 and 1
# loses: White where it was black, black where it was white; Every gray turned into its opposite
# says: from 0 to 255
negative = 1 - picture
