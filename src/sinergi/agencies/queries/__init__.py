"""Questions about agencies, people, desks and duty, each answered in few statements."""
