def documented():
    """What it does.

        And how.
    """
    return None
