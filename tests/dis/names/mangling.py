class Account:
    __secret = 1
    def __reveal(self, __other):
        self.__secret = __other.__secret
        return __missing
