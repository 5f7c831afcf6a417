"""Addresses of the meetings: planning and holding, minutes and directives, briefing."""

from __future__ import annotations

from sinergi.meetings.views import briefing_urls, directive_urls, meeting_urls

app_name = "meetings"

urlpatterns = [*meeting_urls.urlpatterns, *directive_urls.urlpatterns, *briefing_urls.urlpatterns]
