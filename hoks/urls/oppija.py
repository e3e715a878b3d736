"""Learners' pages."""

app_name = "oppija"
urlpatterns = []
