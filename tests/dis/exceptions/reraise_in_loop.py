def retry(call, times):
    for attempt in range(times):
        try:
            return call()
        except OSError as error:
            if attempt == times - 1:
                raise RuntimeError('gave up') from error
            continue
