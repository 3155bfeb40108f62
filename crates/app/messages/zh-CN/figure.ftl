# Charts and maps
figure-values = 数值
figure-unknown = 无数据
figure-says = { $name }：最高 { $most_at } { $most }，最低 { $least_at } { $least }。
figure-closer = 放大
figure-farther = 缩小
