"""The benchmark's households, drawn as `population.rs` draws them."""

import numpy


def numbers(kind, count):
    """Numbers without end (splitmix64), as `population.rs` draws them."""
    with numpy.errstate(over="ignore"):
        z = (numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(kind << 40))
        z = (z + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return z ^ (z >> numpy.uint64(31))


def population(households):
    def below(kind, count, limit):
        return (numbers(kind, count) % numpy.uint64(limit)).astype(numpy.int64)

    size = 1 + below(0, households, 5)
    people = int(size.sum())
    home = numpy.repeat(numpy.arange(households), size)
    rural = below(1, households, 10) < 7
    deposits = numpy.where(below(2, households, 3) == 0, below(3, households, 4_000_000), 0)
    year, month, day = 1935 + below(4, people, 85), 1 + below(5, people, 12), 1 + below(6, people, 28)
    birth = ((year - 1970).astype("datetime64[Y]") + (month - 1).astype("timedelta64[M]")
             ).astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    years = 2020 - year
    working = (years >= 18) & (years < 60)
    wage = numpy.where(working & (below(7, people, 2) == 0), below(8, people, 200_000), 0)
    pension = numpy.where(years >= 60, 11_500, 0)
    farm = numpy.where(rural[home] & working & (below(9, people, 4) == 0), below(10, people, 600_000), 0)
    grade = numpy.where(below(11, people, 20) == 0, 1 + below(12, people, 4), 0)
    ill = below(13, people, 25) == 0
    student = ((years >= 6) & (years < 18)) | (below(14, people, 40) == 0)
    return size, home, {
        "rural": rural, "deposits": deposits, "birth_date": birth, "wage": wage, "pension": pension,
        "farm_year": farm, "disability_grade": grade, "seriously_ill": ill, "student": student,
    }
