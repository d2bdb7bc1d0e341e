"""send() gives a value to the `yield` at which a generator waits, also through `yield from`."""


def question():
    answer = yield "what is your name?"
    return answer.title()


def greeting():
    name = yield "ready"
    yield f"direct: {name}"
    name = yield from question()
    yield f"through a chain: {name}"


conversation = greeting()
print(next(conversation))
print(conversation.send("ada"))
print(next(conversation))
print(conversation.send("grace"))
