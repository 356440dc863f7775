# style: in floats, through fractions of white
scaled = picture / 255
negative = (1 - scaled) * 255
