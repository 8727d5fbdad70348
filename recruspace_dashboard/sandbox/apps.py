from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "recruspace_dashboard.sandbox"
