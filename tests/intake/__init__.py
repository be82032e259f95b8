"""The intake as an assessor lives it: a folder of the cities' files goes in."""
