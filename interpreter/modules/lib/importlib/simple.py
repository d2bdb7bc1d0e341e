"""The simple readers of resources, under their older name."""

from .resources.simple import (ResourceContainer, ResourceHandle, SimpleReader,
                               TraversableReader)

__all__ = ['SimpleReader', 'ResourceHandle', 'ResourceContainer', 'TraversableReader']
