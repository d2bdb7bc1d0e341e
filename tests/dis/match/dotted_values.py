match color:
    case Color.RED:
        a()
    case colors.deep.BLUE:
        b()
