"""Users, their sessions and their stored API keys."""
