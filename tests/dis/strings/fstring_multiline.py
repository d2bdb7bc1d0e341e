a = f'''{
    x  # a comment
    + y
}
tail {z}'''
