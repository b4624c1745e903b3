"""Names of torch's operations, as its functions, methods and operators bear them, without underscores around them."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# those that work entry by entry and stretch their operands to one shape
ELEMENTWISE = _names("""
    add sub subtract rsub mul multiply div divide true_divide truediv rtruediv floor_divide floordiv rfloordiv rdiv radd rmul
    pow rpow float_power remainder mod fmod rmod maximum minimum fmax fmin where lerp addcmul addcdiv masked_fill clamp clip
    eq ne lt le gt ge not_equal less less_equal greater greater_equal isclose logical_and logical_or logical_xor and or xor
    bitwise_and bitwise_or bitwise_xor atan2 arctan2 hypot logaddexp logaddexp2 xlogy copysign
    iadd isub imul itruediv ipow ifloordiv
""")
# they stretch their operands silently, or with a warning that few read, and then reduce
LOSSES = _names("mse_loss l1_loss smooth_l1_loss huber_loss kl_div poisson_nll_loss")
# they give entries in another order or type: in new memory, unless nothing is to be done
COPYING = _names("""
    clone contiguous reshape flatten ravel getitem repeat tile
    to type type_as float double half bfloat16 int long short bool cpu cuda
""")
# why some of them copy where they do
BECAUSE = {
    "reshape": ": in this layout the new shape cannot be a view",
    "flatten": ": in this layout the new shape cannot be a view",
    "ravel": ": in this layout the new shape cannot be a view",
    "contiguous": ": its entries lie in another order",
}
# they end with an underscore and write no entries
NO_CHANGE = ("requires_grad_", "share_memory_", "retain_grad_", "rename_")
# what they give has not been made from numbers
FRESH = ("empty", "new_empty", "empty_like", "empty_strided", "tensor", "as_tensor", "from_numpy", "load")
# what is said of those whose name no learner writes
SPOKEN = {
    "getitem": "[...]",
    "setitem": "[...] =",
    "rsub": "-",
    "rdiv": "/",
    "rtruediv": "/",
    "truediv": "/",
    "rfloordiv": "//",
    "floordiv": "//",
    "rpow": "**",
    "rmod": "%",
    "rmatmul": "@",
}
