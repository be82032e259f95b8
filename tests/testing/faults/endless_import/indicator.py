"""An import that never ends."""

import itertools

for _ in itertools.count():
    pass
