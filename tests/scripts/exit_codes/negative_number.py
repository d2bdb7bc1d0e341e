# Shows: a negative exit status.
raise SystemExit(-1)
