# Shows: an error in __exit__ on top of one in the block.


class Connection:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def close(self):
        raise OSError("cannot close")


with Connection() as connection:
    value = int("no number")
