# mistake: only two values (0 becomes 255, everything else 0); the message should say that grays need their opposite gray too, 255 - pixel
negative = np.where(picture == 0, 255, 0)
