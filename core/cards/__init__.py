"""What accelerators there are, how busy, which to take, how to pin a process to one."""
