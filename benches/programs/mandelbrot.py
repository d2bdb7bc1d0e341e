# Measures: complex numbers and floats in a tight loop: the Mandelbrot set.


def with_floats(size, limit):
    inside = 0
    for row in range(size):
        c_imaginary = 2.0 * row / size - 1.0
        for column in range(size):
            c_real = 3.0 * column / size - 2.0
            real = imaginary = 0.0
            for _ in range(limit):
                real, imaginary = (real * real - imaginary * imaginary + c_real,
                                   2.0 * real * imaginary + c_imaginary)
                if real * real + imaginary * imaginary > 4.0:
                    break
            else:
                inside += 1
    return inside


def with_complex(size, limit):
    steps = 0
    for row in range(size):
        for column in range(size):
            c = complex(3.0 * column / size - 2.0, 2.0 * row / size - 1.0)
            z = 0j
            for _ in range(limit):
                z = z * z + c
                steps += 1
                if abs(z) > 2.0:
                    break
    return steps


print("mandelbrot", with_floats(620, 50), with_complex(400, 50))
