"""What goes wrong with them."""


def pair_products__sums(column, row):
    """You add the pairs where they should be multiplied."""
    return column[:, None] + row


def pair_products__transposed(column, row):
    """Your table is lying on its side: its rows belong to the second argument."""
    return column * row[:, None]


def shares__of_the_columns(scores):
    """Your columns sum to one, the rows should: sum along the other axis."""
    powers = torch.exp(scores - scores.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=0, keepdim=True)


def shares__overflowing(scores):
    """The exponential of a large score does not fit into a float: take the largest of the row away first."""
    powers = scores.exp()
    return powers / powers.sum(dim=1, keepdim=True)
