"""A self-hosted dashboard for the talent pools of Recruspace."""

__version__ = "0.1.0"
