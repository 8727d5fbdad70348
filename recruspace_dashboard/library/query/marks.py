"""The characters that mean something in a query, also as phones type them."""

QUOTES = '"“”„‟«»'
DASHES = "-–\N{MINUS SIGN}"
