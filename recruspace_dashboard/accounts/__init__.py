"""Who you are, and your stored API key."""
