"""The WSGI application: everything but the live feed. For servers that speak only WSGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.config.settings")
application = get_wsgi_application()
