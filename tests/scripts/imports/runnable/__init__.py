print("runnable starts as", __name__)
