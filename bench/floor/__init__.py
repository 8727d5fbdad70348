"""What the dashboard is compared with: a bare Django view, and Django's own admin."""
