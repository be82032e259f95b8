"""The synthetic evidence: the same invented platforms of a lifelike province, year after year, made anew byte for byte."""
