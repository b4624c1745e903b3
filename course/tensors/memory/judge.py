"""How views, copies and in-place operations are judged."""

import torch

from torchdojo.author import Fill, Hunt, Predict, Speed, shares_storage

position = Fill(
    minutes=2,
    excused={"mutant:7:argument:1 and 2 of zip exchanged": "index times stride is stride times index"},
)
strides_of = Fill(
    minutes=5,
    without=["empty", "zeros", "ones", "full", "rand", "randn", "arange", "tensor"],
    excused={
        "mutant:11:argument:1 and 2 of max exchanged": "the larger of two sizes does not depend on their order",
        "mutant:12:call:tuple dropped": "a list of the same strides is as good an answer",
    },
)
can_flatten = Fill(
    minutes=10,
    without=["empty", "empty_strided", "zeros", "ones", "full", "rand", "randn", "arange", "tensor", "as_strided"],
)
flat_copy = Predict("alias", minutes=3, start=(0, 2), step=[1, 2, 4])
windows = Fill(minutes=12)
moving_mean = Speed("window_by_window", minutes=5)
scaled_dtype = Predict("dtype", minutes=2, number=[2, 0.5, True, 3.0, 1.5, -1])
blend_ = Fill(minutes=6)
bytes_held = Fill(minutes=10)
crop = Hunt(
    "through_a_view",
    minutes=6,
    excused={
        "mutant:9:element:1 and 2 exchanged": "the mean over two axes does not depend on their order",
        "mutant:9:axis:2 to -1": "axis 2 of three is the last one",
        "mutant:10:result:detached": "the image needs no gradient, by the specification",
    },
)


@position.probe
def matrix(lesson, draw):
    """An element of a matrix with drawn strides and offset."""
    index = (draw.integer(0, 9), draw.integer(1, 9))
    return lesson.position(index, (draw.integer(10, 50), draw.integer(1, 9)), draw.integer(1, 9))


@position.probe
def every_rank(lesson, draw):
    """No axis, one axis, four axes."""
    stride = (draw.integer(100, 200), draw.integer(20, 99), draw.integer(2, 19), 1)
    offset = draw.integer(1, 30)
    return {
        "no axis": lesson.position((), (), offset),
        "one axis": lesson.position((draw.integer(1, 9),), (3,), offset),
        "four axes": lesson.position((2, 3, draw.integer(1, 9), 5), stride, offset),
    }


@position.probe
def odd_strides(lesson, draw):
    """A stride of 0 repeats one number; a larger stride may stand last."""
    row, column = draw.integer(1, 9), draw.integer(1, 9)
    return {
        "stride 0": lesson.position((row, column), (0, 1), 2),
        "transposed": lesson.position((row, column), (1, 40), 0),
    }


@position.probe
def lengths_that_differ(lesson, draw):
    """One index too few, or one too many, raises ValueError."""
    return {
        "too few": draw.outcome(lesson.position, (1, 2), (6, 3, 1), 0),
        "too many": draw.outcome(lesson.position, (1, 2, 3), (3, 1), 0),
    }


@strides_of.probe
def matrix_and_more(lesson, draw):
    """Two, three and four axes of different sizes."""
    shape = tuple(draw.integer(2, 9) for _ in range(4))
    return {"two axes": lesson.strides_of(shape[:2]), "three": lesson.strides_of(shape[1:]), "four": lesson.strides_of(shape)}


@strides_of.probe
def small_shapes(lesson, draw):
    """A vector, and the empty shape of a single number."""
    return {"vector": lesson.strides_of((draw.integer(2, 9),)), "no axis": lesson.strides_of(())}


@strides_of.probe
def axes_of_size_one(lesson, draw):
    """Axes of size 1, in front, between and last."""
    size = draw.integer(2, 9)
    return lesson.strides_of((1, size, 1, 4, 1))


@strides_of.probe
def axes_of_size_zero(lesson, draw):
    """Axes of size 0 do not turn the strides in front of them into 0."""
    size = draw.integer(2, 9)
    return {
        "first": lesson.strides_of((0, size)),
        "between": lesson.strides_of((size, 0, 3)),
        "last": lesson.strides_of((4, size, 0)),
    }


@can_flatten.probe
def fresh_and_transposed(lesson, draw):
    """A fresh tensor can be flattened, a transposed one cannot."""
    rows, columns, depth = draw.integer(2, 6), draw.integer(2, 6), draw.integer(2, 6)
    return {
        "fresh": lesson.can_flatten((rows, columns, depth), (columns * depth, depth, 1)),
        "transposed": lesson.can_flatten((columns, rows), (1, columns)),
        "last two axes swapped": lesson.can_flatten((rows, depth, columns), (columns * depth, 1, depth)),
        "first two axes swapped": lesson.can_flatten((columns, rows, depth), (depth, columns * depth, 1)),
        "middle axes swapped": lesson.can_flatten((2, rows, columns, depth), (rows * columns * depth, depth, rows * depth, 1)),
    }


@can_flatten.probe
def slices(lesson, draw):
    """Some rows of a matrix, some columns of it, every second row, every second number."""
    rows, columns = draw.integer(3, 6), draw.integer(4, 9)
    return {
        "some rows": lesson.can_flatten((rows - 1, columns), (columns, 1)),
        "some columns": lesson.can_flatten((rows, columns - 1), (columns, 1)),
        "every second row": lesson.can_flatten((rows, columns), (2 * columns, 1)),
        "every second number": lesson.can_flatten((rows, columns), (2 * columns, 2)),
        "one column": lesson.can_flatten((rows,), (columns,)),
        "a batch, cut on the right": lesson.can_flatten((rows, columns, 3), (4 * columns, 4, 1)),
        "a batch, cut below": lesson.can_flatten((rows, columns, 3), (3 * columns + 3, 3, 1)),
    }


@can_flatten.probe
def expanded(lesson, draw):
    """A row that is repeated cannot be flattened; one number that is repeated on every axis can."""
    rows, columns = draw.integer(2, 6), draw.integer(2, 6)
    return {
        "row repeated": lesson.can_flatten((rows, columns), (0, 1)),
        "column repeated": lesson.can_flatten((rows, columns), (1, 0)),
        "number repeated": lesson.can_flatten((rows, columns), (0, 0)),
    }


@can_flatten.probe
def strides_never_used(lesson, draw):
    """The stride of an axis of size 1 is never used."""
    rows, columns = draw.integer(2, 6), draw.integer(2, 6)
    return {
        "between": lesson.can_flatten((rows, 1, columns), (columns, 999, 1)),
        "around": lesson.can_flatten((1, rows, columns, 1), (7, columns, 1, 55)),
        "one column of many": lesson.can_flatten((rows, 1), (columns, 1)),
        "hiding a gap": lesson.can_flatten((rows, 1, columns), (columns + 1, columns, 1)),
    }


@can_flatten.probe
def few_or_no_elements(lesson, draw):
    """A single number, and tensors without any, whatever their strides."""
    return {
        "no axis": lesson.can_flatten((), ()),
        "one number": lesson.can_flatten((1, 1), (draw.integer(2, 9), 5)),
        "no rows": lesson.can_flatten((0, 3), (1, 77)),
        "no columns": lesson.can_flatten((3, 4, 0), (1, 77, 5)),
        "nothing at all": lesson.can_flatten((0,), (3,)),
    }


@can_flatten.probe
def forty_layouts(lesson, draw):
    """Forty drawn matrices, about half of them with gaps between their rows: which of them, nobody can know beforehand."""
    layouts = [(draw.integer(2, 6), draw.integer(2, 6), draw.integer(0, 2)) for _ in range(40)]
    return [lesson.can_flatten((rows, columns), (columns + gap, 1)) for rows, columns, gap in layouts]


@windows.probe
def overlapping(lesson, draw):
    """Windows of 4 in a series of 11, one number apart."""
    inputs = draw.arguments(lesson.windows, batch=(), time=11, size=4, step=1)
    return seen(lesson.windows(**inputs), inputs["series"]), draw.gradients(inputs)


@windows.probe
def rest_left_out(lesson, draw):
    """A batch of 2 x 3 series of 12: windows of 5, three apart, leave numbers over at the end."""
    inputs = draw.arguments(lesson.windows, batch=(2, 3), time=12, size=5, step=3)
    return seen(lesson.windows(**inputs), inputs["series"]), draw.gradients(inputs)


@windows.probe
def with_gaps(lesson, draw):
    """Windows of 2, four apart, in a batch of 3 series: numbers between the windows are skipped."""
    inputs = draw.arguments(lesson.windows, batch=(3,), time=10, size=2, step=4, dtype=torch.float32)
    return seen(lesson.windows(**inputs), inputs["series"])


@windows.probe
def one_window(lesson, draw):
    """Windows as long as the series: there is exactly one. And windows of a single number."""
    series = draw.normal(2, 6)
    return {"as long": seen(lesson.windows(series, 6, 2), series), "single": seen(lesson.windows(series, 1, 1), series)}


@windows.probe
def every_second_number(lesson, draw):
    """The series is every second number of a longer one."""
    series = draw.strided(draw.normal(2, 9, grad=True))
    return seen(lesson.windows(series, 3, 2), series), draw.gradients(series)


@windows.probe
def part_of_something_larger(lesson, draw):
    """The series starts in the middle of a storage, and time runs along the first axis of it."""
    table = draw.normal(11, 4)
    series = draw.given(table[2:, 1:].T, name="series", grad=True)
    return seen(lesson.windows(series, 4, 3), series), draw.gradients(series)


@windows.probe
def written_later(lesson, draw):
    """A number written to the series afterwards shows in the windows."""
    series = draw.normal(8)
    result = lesson.windows(series, 3, 2)
    series[2] = 100.0
    return result


def seen(result, series):
    return {"windows": result, "windows share the storage of the series": shares_storage(result, series)}


@moving_mean.probe
def narrow_windows(lesson, draw):
    """11 numbers, windows of 3."""
    inputs = draw.arguments(lesson.moving_mean, time=11, batch=(), size=3)
    return lesson.moving_mean(**inputs), draw.gradients({"series": inputs["series"]})


@moving_mean.probe
def batch_of_series(lesson, draw):
    """2 x 5 series of 7 numbers, windows of 4."""
    inputs = draw.arguments(lesson.moving_mean, time=7, batch=(2, 5), size=4)
    return lesson.moving_mean(**inputs), draw.gradients({"series": inputs["series"]})


@moving_mean.probe
def widest_and_narrowest(lesson, draw):
    """One window as long as the series, and windows of a single number, in single precision."""
    series = draw.normal(3, 6, dtype=torch.float32)
    return {"size 6": lesson.moving_mean(series, 6), "size 1": lesson.moving_mean(series, 1)}


@moving_mean.probe
def series_with_gaps(lesson, draw):
    """Every second number of something longer, and not from its start."""
    series = draw.given(draw.normal(2, 20)[:, 3::2], name="series")
    return lesson.moving_mean(series, 2)


@moving_mean.cost(sizes=(64, 128, 256), peak=5, grows={"operations": 0.2})
def longer_series(lesson, draw, size):
    """The series doubles in length. A window holds 16 numbers."""
    series = draw.normal(size)
    return lambda: lesson.moving_mean(series, 16)


@blend_.probe
def numbers(lesson, draw):
    """The new average of a 3 x 4 table, and the table that it was blended with."""
    inputs = draw.arguments(lesson.blend_, grad=False, shape=(3, 4), decay=draw.number(0.1, 0.4))
    result = lesson.blend_(**inputs)
    return {"result": result, "average afterwards": inputs["average"], "value afterwards": inputs["value"]}


@blend_.probe
def same_object(lesson, draw):
    """The tensor that comes back is the one that went in, and its numbers lie where they lay."""
    inputs = draw.arguments(lesson.blend_, grad=False, shape=(5,), decay=0.9)
    average = inputs["average"]
    address = average.data_ptr()
    result = lesson.blend_(**inputs)
    return {"result is average": result is average, "average has kept its memory": average.data_ptr() == address}


@blend_.probe
def seen_by_others(lesson, draw):
    """Somebody holds a row of the average, and sees it change, step after step."""
    average, values = draw.normal(3, 2), draw.normal(4, 3, 2)
    row = average[1]
    for value in values:
        lesson.blend_(average, value, 0.8)
    return {"row afterwards": row, "average afterwards": average}


@blend_.probe
def part_of_a_table(lesson, draw):
    """The average is one column of a table: the other columns stay as they are."""
    table, value = draw.normal(4, 3), draw.normal(4)
    lesson.blend_(table[:, 1], value, 0.3)
    return {"table afterwards": table}


@blend_.probe
def part_with_gaps(lesson, draw):
    """The average is some rows and columns of a table, turned round: its numbers do not follow each other."""
    table, value = draw.normal(4, 5), draw.normal(3, 2)
    average = table[1:3, 2:].T
    result = lesson.blend_(average, value, 0.6)
    return {"table afterwards": table, "result is average": result is average}


@blend_.probe
def other_dtype(lesson, draw):
    """A single-precision average stays one when it is blended with double-precision values; a bfloat16 one as well."""
    single, half, value = draw.normal(4, dtype=torch.float32), draw.normal(4, dtype=torch.bfloat16), draw.normal(4)
    return {"float32": lesson.blend_(single, value, 0.7), "bfloat16": lesson.blend_(half, value, 0.7)}


@blend_.probe
def decay_at_the_ends(lesson, draw):
    """Decay 1 keeps the average, decay 0 replaces it."""
    kept, replaced, value = draw.normal(3), draw.normal(3), draw.normal(3)
    lesson.blend_(kept, value, 1.0)
    lesson.blend_(replaced, value, 0.0)
    return {"decay 1": kept, "decay 0": replaced}


@bytes_held.probe
def apart(lesson, draw):
    """Tensors with nothing in common, of several dtypes."""
    size = draw.integer(3, 9)
    tensors = [
        torch.zeros(size, 4),
        torch.zeros(size, dtype=torch.float64),
        torch.zeros(3, size, dtype=torch.bfloat16),
        torch.zeros(size, dtype=torch.bool),
    ]
    return lesson.bytes_held(tensors)


@bytes_held.probe
def small_part(lesson, draw):
    """Ten numbers of a tensor with thousands: all of them stay in memory."""
    return lesson.bytes_held([torch.zeros(draw.integer(1000, 9000))[5:15]])


@bytes_held.probe
def shared(lesson, draw):
    """A matrix, its transpose, two of its rows and a flat view: one storage."""
    matrix = draw.normal(draw.integer(3, 9), 5)
    return {
        "views": lesson.bytes_held([matrix, matrix.T, matrix[1], matrix[2], matrix.view(-1)]),
        "rows only": lesson.bytes_held([matrix[1], matrix[2]]),
        "the same tensor twice": lesson.bytes_held([matrix, matrix]),
        "detached": lesson.bytes_held([matrix, matrix.detach()]),
        "a detached row": lesson.bytes_held([matrix[1].detach()]),
        "through NumPy and back": lesson.bytes_held([matrix, torch.from_numpy(matrix.numpy())]),
    }


@bytes_held.probe
def copies(lesson, draw):
    """A copy has a storage of its own, also when the numbers are equal."""
    matrix = draw.normal(4, draw.integer(3, 9))
    return lesson.bytes_held([matrix, matrix.clone(), matrix[:, 1].clone()])


@bytes_held.probe
def stretched(lesson, draw):
    """One number that is shown a million times; nothing; and an empty list."""
    number = torch.zeros(1, dtype=torch.float64)
    return {
        "stretched": lesson.bytes_held([number.expand(1000, 1000)]),
        "empty tensors": lesson.bytes_held([torch.zeros(0), torch.zeros(3, 0), number]),
        "empty list": lesson.bytes_held([]),
    }


@bytes_held.probe
def model(lesson, draw):
    """A model whose last layer uses the weight of its first one."""
    first, last = torch.nn.Linear(6, 4), torch.nn.Linear(4, 6, bias=False)
    last.weight = torch.nn.Parameter(first.weight.detach().T)
    tensors = [*first.parameters(), *last.parameters()]
    return {"bytes": lesson.bytes_held(tensors), "parameters still need gradients": all(p.requires_grad for p in tensors)}


@crop.probe
def one_patch(lesson, draw):
    """A patch of 4 x 4 from the middle of an image of 8 x 11."""
    inputs = draw.arguments(lesson.crop, grad=False, channels=3, height=8, width=11, top=2, left=5, size=4)
    return lesson.crop(**inputs)


@crop.probe
def overlapping_patches(lesson, draw):
    """Two patches that overlap, then the first one again: the order must not matter."""
    inputs = draw.arguments(lesson.crop, grad=False, channels=2, height=9, width=7, top=0, left=1, size=5)
    return {
        "first": lesson.crop(**inputs),
        "second": lesson.crop(inputs["image"], 2, 0, 6),
        "first again": lesson.crop(**inputs),
    }


@crop.probe
def whole_image(lesson, draw):
    """A patch that is the whole image, in single precision."""
    inputs = draw.arguments(lesson.crop, grad=False, dtype=torch.float32, channels=3, height=5, width=5, top=0, left=0, size=5)
    result = lesson.crop(**inputs)
    return {"patch": result, "patch shares the storage of the image": shares_storage(result, inputs["image"])}


@crop.probe
def whole_rows(lesson, draw):
    """One channel, and a patch as wide as the image: its numbers lie side by side in the storage."""
    inputs = draw.arguments(lesson.crop, grad=False, channels=1, height=9, width=4, top=3, left=0, size=4)
    result = lesson.crop(**inputs)
    return {"patch": result, "patch shares the storage of the image": shares_storage(result, inputs["image"])}
