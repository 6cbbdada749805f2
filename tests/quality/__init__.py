"""How good the Markdown is: scores against documents whose source is known."""
