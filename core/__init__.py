"""Everything Headframe can do, without Qt and without an engine in the process."""

__version__ = "0.1.0"
