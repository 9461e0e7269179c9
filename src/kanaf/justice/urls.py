"""Addresses of justice."""

app_name = "justice"
urlpatterns: list = []
