match a, b:
    case 1, y:
        use(y)
    case x, *z:
        use(x, z)
