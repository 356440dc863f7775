# style: one scaler, fitted once
scaler_of_six = StandardScaler()
scaler_of_six.fit(x_train)
train_scaled, valid_scaled, test_scaled = (
    scaler_of_six.transform(part) for part in (x_train, x_valid, x_test)
)
