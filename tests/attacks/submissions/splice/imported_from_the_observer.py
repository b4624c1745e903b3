"""The exercise and its draw are imported from the observer."""

# ends as: failed
# exercise: table

from torchdojo.author import *
from torchdojo.observe.draw import Draw as table
