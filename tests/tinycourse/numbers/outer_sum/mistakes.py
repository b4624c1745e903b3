"""What goes wrong with tables of pairs."""


def outer_sum__transposed(column, row):
    """Your table is lying on its side: its rows belong to the second argument."""
    _require_numbers(row)
    return column + row[:, None]


def outer_sum__product(column, row):
    """You multiplied the pairs where they should be added."""
    _require_numbers(row)
    return column[:, None] * row


def outer_sum__accepts_nothing(column, row):
    """An empty row is added without a word; the docstring asks for an error."""
    return column[:, None] + row


def centred__mean_of_all(values, keep=1.0):
    """You took one mean over everything; each row needs its own."""
    return values - keep * values.mean()


def centred__without_keep(values, keep=1.0):
    """The whole mean is taken away, whatever `keep` says."""
    return values - values.mean(dim=-1, keepdim=True)


def centred__median(values, keep=1.0):
    """You took the median of each row; it splits a row in halves but is not its mean."""
    return values - keep * values.median(dim=-1, keepdim=True).values
