"""Other ways to the same answers, each a script such as one writes by hand."""
