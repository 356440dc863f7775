# misconception: a minus sign alone, and uint8 overflows
# loses: White where it was black, black where it was white; Every gray turned into its opposite
# says: leaves 0 at 0
negative = -picture
