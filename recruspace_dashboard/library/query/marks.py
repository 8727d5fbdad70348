"""The characters that mean something in a query, also as phones type them, for sets
in regular expressions."""

QUOTES = '"“”„‟«»'
DASHES = "\\-–\N{MINUS SIGN}"
