# style: one subtraction on the whole array
negative = 255 - picture
