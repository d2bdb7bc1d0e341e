result = function(
    first,
    second=2,
    *third,
)
