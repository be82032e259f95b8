"""The synthetic evidence: invented platforms of a lifelike province through four years, made anew byte for byte."""
