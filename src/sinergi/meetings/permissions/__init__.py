"""Who may convene, answer, attend, keep minutes and give directives."""
