"""Context variables: values that belong to a thread, a task or a call of Context.run()."""

from _contextvars import Context, ContextVar, Token, copy_context

__all__ = ("Context", "ContextVar", "Token", "copy_context")
