"""The version of the interface that this client has: that of the service's own one."""

__title__ = 'openai'
__version__ = '3.54.0'
