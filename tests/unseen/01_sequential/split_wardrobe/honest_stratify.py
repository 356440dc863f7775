# way: scikit-learn's train_test_split with stratify, pixels scaled by np.divide into float32
from sklearn.model_selection import train_test_split

x = np.divide(sorted_images, 255, dtype="float32")
train_pictures, valid_pictures, train_names, valid_names = train_test_split(
    x, sorted_labels, test_size=400, stratify=sorted_labels, random_state=0
)
