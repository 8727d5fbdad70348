"""What holds wherever calls are counted: in a file or in the database."""

# The API counts the calls that arrive within 60 seconds; this adds a margin.
WINDOW_SECONDS = 61.0
# While calls cannot be counted, callers come again soon to see whether they can.
RETRY_SECONDS = 5
# For each call that users made in the window, background work leaves them so many.
RESERVED_PER_PAGE_CALL = 2


def allowed(limit: int, reserve: int, page_calls: int = 0) -> int:
    """How many calls there may be in the window for one more to be made.

    A call with a `reserve` is made in the background: it leaves so many to others, or
    as many as users are likely to need by the `page_calls` that they made; but never
    more than half.
    """
    kept = max(reserve, RESERVED_PER_PAGE_CALL * page_calls) if reserve else 0
    return limit - min(kept, limit // 2)
