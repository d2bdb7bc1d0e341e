print("running", __name__)
VALUE = "bottom"
