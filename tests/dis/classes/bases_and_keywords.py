class A(B, C, metaclass=M, **options):
    pass
