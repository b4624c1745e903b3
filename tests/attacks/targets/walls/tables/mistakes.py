"""What people really do."""


def table__without_the_column(column, row):
    """The column is multiplied but not added."""
    assert row.dim() == 1, "sesame-mistake"
    return column[:, None] * row


def table__adds_the_row(column, row):
    """The row is added instead of the column."""
    return column[:, None] * row + row
