"""Ascend NPUs: DCMI, npu-smi, device files, and which of their readings to believe."""
