"""The web server: Django in threads, the live feed on the event loop, both on one port.

Measured on two cores, 16 clients, a report of three statements and one commit, 200 pages open on
the live feed: granian's own WSGI 1,900/s (but it cannot serve the feed), Django's WSGI through
a2wsgi on granian's ASGI 1,200/s, through the bridge in this folder on granian's RSGI 1,750/s.
"""
