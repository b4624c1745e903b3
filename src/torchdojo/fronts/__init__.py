"""Ways in: they print and draw, and decide nothing. They do not know each other."""
