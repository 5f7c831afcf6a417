"""E-mail: letters in plain text and simple HTML, over the house's mail server."""
