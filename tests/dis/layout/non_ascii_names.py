naïve = 1
ﬁn = naïve
class Größe:
    __größe = 1
