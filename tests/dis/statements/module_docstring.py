"""What this module is for."""
x = 1
