"""Routes of the picture of the leadership, of reviews and of open data."""

from django.urls import path

from sinergi.briefing.views import leadership, reviews

urlpatterns = [
    path("briefing/", leadership.leadership, name="leadership"),
    path("briefing/wall/", leadership.wall, name="wall"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/", reviews.review_new, name="review-new"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/paper/", reviews.review_paper, name="review-paper"),
    path("reviews/<uuid:pk>/<slug:slug>/", reviews.review_do, name="review-do"),
]
