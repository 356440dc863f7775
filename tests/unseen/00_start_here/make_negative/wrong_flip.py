# mistake: the picture is inverted and also turned upside down; the message should say that each pixel must stay at its place
negative = 255 - picture[::-1]
