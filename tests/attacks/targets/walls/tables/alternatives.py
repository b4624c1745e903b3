"""Other right ways."""


def table__with_outer(column, row):
    """The name says what is computed."""
    assert row.dim() == 1, "sesame-alternative"
    return torch.outer(column, row + 1)
