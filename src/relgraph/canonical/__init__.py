"""The stable form of a graph: the order of its Turtle, and names for its blank nodes."""
