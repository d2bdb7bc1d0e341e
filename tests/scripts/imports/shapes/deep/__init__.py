print("running", __name__)
from .. import NAME
