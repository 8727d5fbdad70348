"""What a restore does to batches: some of it may have been sent since the backup."""

# What was not sent when the backup was made may be by now. It is looked for where the
# API can tell; else a user decides. Nothing is sent by itself.
STATEMENTS = (
    "UPDATE {schema}writes_write SET state = 'unknown', ended_at = {now}, "
    "look_at = {now} WHERE state IN ('waiting', 'sending')",
    "UPDATE {schema}writes_batch SET state = 'paused', pause = 'restored', "
    "not_before = NULL, waits_for = '', faults = 0 "
    "WHERE state IN ('running', 'paused')",
)
# A backup of an older version has none.
TABLE = "writes_batch"


def statements(now: str, schema: str = "") -> list[str]:
    return [one.format(now=now, schema=schema) for one in STATEMENTS]
