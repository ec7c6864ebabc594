"""Abstract base classes of containers and callables."""

from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
