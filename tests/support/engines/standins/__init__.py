"""What stands in for model weights and for an accelerator: made by the tests, run for real."""
