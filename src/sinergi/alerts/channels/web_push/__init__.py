"""Web Push: a message on the screen of a phone or computer, also while the page is shut."""
