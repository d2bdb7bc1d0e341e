VALUES = {"a": 1}
DEFAULT = VALUES["default"]
