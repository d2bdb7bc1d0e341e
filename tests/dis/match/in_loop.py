def f(events):
    for event in events:
        match event:
            case 'quit':
                break
            case ['go', direction]:
                go(direction)
            case _:
                continue
