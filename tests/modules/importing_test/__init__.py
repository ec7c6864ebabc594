"""A package for the tests of the import system."""
print("importing_test is loaded")
loaded = True
public_one, public_two, hidden, _private = 1, 2, 3, 4
__all__ = ["public_one", "public_two", "mod_b"]
