# The demonstration
help-demo = Make a demonstration: a whole invented district, and its pages
example-demo = Example: doudi demo --people 50000
help-fill-only = Only fill the database, serve nothing
demo-other = The database in {$folder} is no demonstration; name an empty folder with --data
demo-there = The demonstration in { $folder } is used as it is
demo-filling = Making a district of { $people } people…
demo-filled = { $people } people are registered, in { $seconds } s
demo-open = The sign-in page offers an account for each role
