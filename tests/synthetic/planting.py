"""planting"""
def planted_standing(s): return s
