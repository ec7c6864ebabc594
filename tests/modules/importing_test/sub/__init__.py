from .. import mod_b
