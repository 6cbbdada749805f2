"""The part that runs inside an engine's interpreter: standard library, that engine, Python 3.10."""
