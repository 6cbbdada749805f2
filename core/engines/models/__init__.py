"""The models that an engine needs beside its packages: listed, fetched, imported, checked."""
