"""Names that the splice itself uses are taken."""

# ends as: failed
# exercise: table

_torchdojo_torch = _torchdojo_Tensor = _torchdojo_nn = None
FOREIGN_LINES = 0
torch = Tensor = nn = Float = NotImplementedError = None


def table(column, row):
    return column[:, None] - row
