__all__ = ["there_is_no_such_name"]
