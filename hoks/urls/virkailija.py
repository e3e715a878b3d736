"""Officials' pages."""

app_name = "virkailija"
urlpatterns = []
