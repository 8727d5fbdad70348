from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "recruspace_dashboard.outbox"
