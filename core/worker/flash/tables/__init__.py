"""Tables in the text of a page: each module finds them by another sign, `grid` is what they are."""
