"""How sure a result is: questions asked of one case with its weights, measures or evidence changed."""
