"""What runs apart, in a watched process: a hostile file is opened only here.

This package stands alone. It imports nothing from the rest of the program, so that the process starts at once
and has little that a file could harm.
"""
