# style: scikit-learn's split, stratified
from sklearn.model_selection import train_test_split

train_pictures, valid_pictures, train_names, valid_names = train_test_split(
    sorted_images / 255, sorted_labels, test_size=400, stratify=sorted_labels, random_state=1
)
