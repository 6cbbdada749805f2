"""CANN's C interface, emulated: the real torch_npu runs over it (its documentation)."""
