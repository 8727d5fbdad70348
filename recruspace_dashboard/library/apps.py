from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "recruspace_dashboard.library"
