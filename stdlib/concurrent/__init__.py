"""The home of concurrent.futures."""
