"""Authoring: from a text of one's own to acts that a person has confirmed."""
