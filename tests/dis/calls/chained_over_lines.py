result = (
    query
    .filter(active=True)
    .order_by('name')
    .limit(10)
)
