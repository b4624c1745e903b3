"""Lists, dicts, numbers and texts whose lengths, items and words are lies."""

# ends as: failed, crashed
# exercise: table

class Items(dict):
    def items(self):
        return iter(())

    def get(self, name, default=None):
        return True

    def __len__(self):
        return 0


class Row(list):
    def __iter__(self):
        return iter(())

    def __len__(self):
        return 3


class Number(int):
    def bit_length(self):
        return 0

    def __int__(self):
        return 7


class Words(str):
    def __getitem__(self, at):
        return "passed"


def table(column, row):
    return {"__gradients__": True, "of": [], "a": Items(b=1), "c": Row([1]), "d": Number(5), "e": Words("x")}
