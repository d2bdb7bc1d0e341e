# Measures: two generators that send values to each other, by way of send().


def player(step):
    ball = yield 0
    while True:
        ball = yield ball + step


def main():
    left = player(1)
    right = player(2)
    next(left)
    next(right)
    hit_left = left.send
    ball = 0
    for _ in range(4_000_000):
        ball = right.send(hit_left(ball)) & 0xFFFFF
    print("send_ping_pong", ball)


main()
