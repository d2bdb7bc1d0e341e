count = globals().get("count", 0) + 1
print("executing", __name__, count)
