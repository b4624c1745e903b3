"""Common exceptions and what leads on from them. The words of the exception itself stand beside this on the screen."""

from __future__ import annotations

import re

# (name, pattern of 'Class: message', advice). Groups of the pattern may be named in the advice
ROWS = (
    (
        "matmul_shapes",
        r"shapes cannot be multiplied \((?P<a>\d+)x(?P<b>\d+) and (?P<c>\d+)x(?P<d>\d+)\)",
        "Matrices of the shapes ({a}, {b}) and ({c}, {d}) meet{at}. The last size of the first must be the first size of the "
        "second: is one of them turned the wrong way, or are they in each other's place?",
    ),
    (
        "matmul_shapes",
        r"size mismatch, got|inconsistent tensor size, expected tensor|Expected size for first two dimensions|batch1 and batch2",
        "Two tensors that should be multiplied as matrices do not fit{at}: the last axis of the first must be as long as the "
        "second to last of the second. Print both shapes.",
    ),
    (
        "broadcast_shapes",
        r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\) at non-singleton dimension (?P<d>\d+)",
        "Sizes {a} and {b} meet on axis {d}{at}. Shapes are lined up at their last axis, and sizes must be equal or 1: which of "
        "the two lacks an axis of size 1, or lost one in a sum or mean?",
    ),
    (
        "broadcast_in_place",
        r"output with shape \[(?P<a>[^\]]*)\] doesn't match the broadcast shape \[(?P<b>[^\]]*)\]",
        "An operation in place cannot make its target larger{at}: it has the shape ({a}), the result has ({b}).",
    ),
    (
        "cat_shapes",
        r"Sizes of tensors must match except in dimension (?P<d>\d+)",
        "Tensors that are joined along axis {d} must agree on all other axes{at}. Is that the axis that should grow?",
    ),
    (
        "stack_shapes",
        r"stack expects each tensor to be equal size",
        "`stack` needs tensors of one and the same shape{at}. Print the shapes of what you stack.",
    ),
    (
        "reshape_size",
        r"shape '\[(?P<a>[^\]]*)\]' is invalid for input of size (?P<n>\d+)",
        "{n} numbers do not fill the shape ({a}){at}. Multiply the sizes: which one is not what you think it is?",
    ),
    (
        "view_strides",
        r"view size is not compatible with input tensor's size and stride",
        "The numbers do not lie in memory in the order that `view` needs{at}: an axis was moved before. What makes a copy if it "
        "must?",
    ),
    (
        "leaf_in_place",
        r"leaf Variable that requires grad (is being used|has been moved)",
        "A parameter that wants a gradient is changed in place while autograd is watching{at}. Such a step belongs where no "
        "history is written.",
    ),
    (
        "backward_twice",
        r"backward through the graph a second time",
        "The same history is walked back twice{at}; after the first time it is gone. Is something computed once, outside the "
        "loop, that each round should compute anew? Or is a tensor with history carried from round to round?",
    ),
    (
        "modified_in_place",
        r"needed for gradient computation has been modified by an inplace operation",
        "A tensor that the way back still needs was overwritten{at}. Look for `+=`, `[...] =` and methods that end in `_`.",
    ),
    (
        "no_history",
        r"does not require grad and does not have a grad_fn",
        "`backward` starts from something that has no history{at}: made under `no_grad`, detached, or from plain numbers.",
    ),
    (
        "grad_of_scalar",
        r"grad can be implicitly created only for scalar outputs",
        "`backward` starts from a tensor with several entries{at}; it needs one number, or a gradient to start with.",
    ),
    (
        "numpy_of_grad",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "A tensor with history cannot become a NumPy array{at}. What leaves torch gets no gradient: is NumPy needed at all?",
    ),
    (
        "mixed_dtypes",
        r"(expected (scalar type|m1 and m2|all tensors to have the same dtype)|same dtype|Found dtype \w+ but expected)",
        "Two dtypes meet where torch wants one{at}. A tensor you made yourself is float32 unless you say otherwise: let it take "
        "the dtype of the input.",
    ),
    (
        "integer_mean",
        r"could not infer output dtype|Input dtype must be either a floating point or complex dtype",
        "There is no mean of whole numbers or booleans{at}. What should they be turned into first?",
    ),
    (
        "result_cast",
        r"result type (?P<a>\w+) can't be cast to the desired output type (?P<b>\w+)",
        "An operation in place keeps the dtype of its target{at}: {a} does not fit into {b}.",
    ),
    (
        "axis_range",
        r"Dimension out of range \(expected to be in range of \[(?P<a>-?\d+), (?P<b>-?\d+)\], but got (?P<d>-?\d+)\)",
        "There is no axis {d}{at}: the tensor has axes {a} to {b} only. Was one reduced or picked away before?",
    ),
    (
        "too_many_indices",
        r"too many indices for tensor of dimension (?P<n>\d+)",
        "The tensor has only {n} axes, and more are indexed{at}. Print its shape there.",
    ),
    (
        "index_range",
        r"out of bounds|out of range",
        "An index goes past the end{at}. The last valid one is the size less 1: check where the counting begins and ends.",
    ),
    (
        "mask_shape",
        r"shape of the mask \[(?P<a>[^\]]*)\] at index \d+ does not match the shape of the indexed tensor \[(?P<b>[^\]]*)\]",
        "A mask of shape ({a}) is used on a tensor of shape ({b}){at}; they must agree on the axes the mask has.",
    ),
    (
        "device",
        r"Expected all tensors to be on the same device",
        "Tensors on two devices meet{at}. Make new tensors where the input is: most functions take a `device`.",
    ),
    (
        "truth_of_tensor",
        r"Boolean value of Tensor with more than one value is ambiguous",
        "`if`, `and`, `or` and `not` need one truth value, and the tensor has many{at}. Either ask for `any` or `all` of them, "
        "or choose entry by entry.",
    ),
    (
        "many_to_number",
        r"only one element tensors can be converted|cannot be converted to Scalar|only integer tensors of a single element",
        "A tensor with several entries is used where one number is needed{at}.",
    ),
    (
        "tensor_expected",
        r"must be Tensor, not (?P<a>\w+)|expected Tensor as element|argument 'input' \(position 1\) must be Tensor",
        "A torch function got something that is no tensor{at}. Plain numbers have their own functions, in `math`.",
    ),
    (
        "gradient_count",
        r"returned an incorrect number of gradients \(expected (?P<a>\d+), got (?P<b>\d+)\)",
        "`backward` gives back {b} values, and `forward` took {a} arguments. Each argument "
        "needs one, None for those without gradient.",
    ),
    (
        "gradient_shape",
        r"returned an invalid gradient at index (?P<n>\d+) - got \[(?P<a>[^\]]*)\] but expected shape compatible with "
        r"\[(?P<b>[^\]]*)\]",
        "The gradient for argument {n} (counted from 0) has the shape ({a}), the argument itself ({b}): they must be equal. What "
        "was stretched on the way there is summed on the way back.",
    ),
    (
        "super_init",
        r"before Module\.__init__\(\) call",
        "A module must be set up before anything is put into it: the first line of `__init__` calls `super().__init__()`.",
    ),
    (
        "parameter_type",
        r"cannot assign '(?P<a>[\w.]+)' (object )?(as|to) parameter '(?P<b>\w+)'",
        "`{b}` is a parameter, and only an `nn.Parameter` can take its place{at}. Should its values "
        "change, and not the parameter?",
    ),
    (
        "undefined",
        r"^(NameError|UnboundLocalError): .*?'(?P<a>\w+)'",
        "`{a}` has no value yet{at}. Is it misspelled, not imported, or only set in a branch that was not taken?",
    ),
    (
        "none_used",
        r"'NoneType'",
        "Something is None there{at}. A function without `return`, a method that works in place, or an argument that was left "
        "out gives None.",
    ),
    (
        "unknown_attribute",
        r"^AttributeError: .*?'?(?P<a>\w+)'? (object )?has no attribute '(?P<b>\w+)'",
        "There is no `{b}` in {a}{at}: look up its name in the documentation, or what kind of thing stands before the dot.",
    ),
    (
        "missing_argument",
        r"^TypeError: .*missing \d+ required (positional|keyword-only) arguments?: (?P<a>.*)",
        "A call lacks {a}{at}. Compare it with the first line of what is called.",
    ),
    (
        "unpack",
        r"^ValueError: (not enough|too many) values to unpack",
        "The number of names on the left is not the number of values on the right{at}. Print the "
        "shape or length of the right side.",
    ),
    (
        "missing_key",
        r"^KeyError: (?P<a>.*)",
        "There is no entry {a}{at}. Which keys are there at this moment?",
    ),
    (
        "endless_recursion",
        r"^RecursionError",
        "The function calls itself for ever{at}. Which case should end it?",
    ),
    (
        "zero_division",
        r"^ZeroDivisionError",
        "Something is divided by zero{at}. For which input is that number 0, and what should happen then?",
    ),
    (
        "module_missing",
        r"^ModuleNotFoundError: No module named '(?P<a>[\w.]+)'",
        "`{a}` is not to be had here. The tasks need torch and Python alone.",
    ),
)
PATTERNS = tuple((name, re.compile(pattern, re.DOTALL), words) for name, pattern, words in ROWS)


def words_for(kind: str, message: str, line: int | None) -> tuple[str, str] | None:
    """A short name of the fault and the advice, if it is one of the common ones."""
    at = f" in line {line}" if line is not None else ""
    for name, pattern, words in PATTERNS:
        found = pattern.search(f"{kind}: {message}")
        if found is not None:
            groups = {group: value or "" for group, value in found.groupdict().items()}
            return name, words.format(at=at, **groups)
    return None
