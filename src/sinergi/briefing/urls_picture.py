"""Routes of the picture of the leadership, of reviews and of open data."""

from django.urls import path

from sinergi.briefing.views import leadership, open_data, reviews

urlpatterns = [
    path("briefing/", leadership.leadership, name="leadership"),
    path("briefing/wall/", leadership.wall, name="wall"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/", reviews.review_new, name="review-new"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/paper/", reviews.review_paper, name="review-paper"),
    path("reviews/<uuid:pk>/<slug:slug>/", reviews.review_do, name="review-do"),
    path("open/", open_data.open_page, name="open"),
    path("open/figures.json", open_data.open_json, name="open-json"),
    path("open/figures.csv", open_data.open_csv, name="open-csv"),
    path("data/", open_data.data, name="data"),
    path("data/switch/", open_data.switch, name="open-switch"),
]
