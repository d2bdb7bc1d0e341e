def 挨拶(name):
    assert (name, "名前")
    return "今日は、" + name


def greet(name):
    assert (name, "名前")
    return "こんにちは、" + name
