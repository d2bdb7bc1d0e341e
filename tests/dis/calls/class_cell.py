class A:
    def name(self):
        return __class__.__name__
