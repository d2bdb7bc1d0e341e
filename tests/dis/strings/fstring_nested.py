a = f'{f"{f'{x}'}"}'
b = f'{", ".join(f"{k}={v}" for k, v in d.items())}'
