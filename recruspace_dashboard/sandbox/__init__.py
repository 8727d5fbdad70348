"""A stand-in Recruspace API over real HTTP, for the demo and the tests."""
