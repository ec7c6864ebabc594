# coding: utf-8
print("bom", "é", len("é"))
"""doc"""
print(__doc__)
