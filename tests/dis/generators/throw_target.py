def resilient():
    while True:
        try:
            yield
        except (KeyError, IndexError):
            continue
        except Exception:
            break
