# way: bitwise NOT of uint8 is 255 - x; no subtraction is written
negative = ~picture
print(negative.shape, negative.dtype)
