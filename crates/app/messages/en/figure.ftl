# Charts and maps
figure-values = Values
figure-unknown = not known
figure-says = { $name }: highest { $most_at } with { $most }, lowest { $least_at } with { $least }.
figure-closer = Closer
figure-farther = Farther
