"""Other right ways."""


def doubled__times(values):
    """Prefer it for any other factor."""
    return 2 * values
