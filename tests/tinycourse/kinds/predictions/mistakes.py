"""What people believe."""

import torch


def stretched__adds_sizes(rows, columns):
    """You add the sizes; broadcasting repeats what is there."""
    return rows + columns, 1


def stretched__turned(rows, columns):
    """The rows of the sum come from the column."""
    return columns, rows


def mixed__always_float(number):
    """A whole number leaves a whole tensor as it is."""
    return torch.float32 if type(number) is not float else torch.float64


def mixed__keeps(number):
    """A float is of a higher kind than whole numbers, so the sum becomes one."""
    return torch.int64 if type(number) is float else torch.bool


def slope__value(at, power):
    """That is the value there and not the slope."""
    return at**power / 3


def slope__forgets_factor(at, power):
    """The exponent comes down as a factor."""
    return at ** (power - 1) / 3


def neighbours__always(step):
    """A list of places makes a copy."""
    return True


def neighbours__never(step):
    """A slice with a step is a view."""
    return False


def product__fits(inner):
    """The sizes that must agree are the inner ones."""
    return None if inner != 3 else torch.ones(2, 3) @ torch.ones(2, 3)


def product__other_error(inner):
    """The class of the error is another one."""
    raise ValueError


def doubled__squared(values):
    """You multiply the values with themselves."""
    return values * values


def doubled__same(values):
    """The values came back as they were."""
    return values * 1
