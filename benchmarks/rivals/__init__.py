"""Other ways to the same answers, each a script as one would write it by hand."""
