"""The version of Stridewise (not of the NumPy whose behaviour it has)."""

from . import __version__ as _version

version: str = _version
full_version: str = version
short_version: str = version
# The commit that the package was built from, where that is known.
git_revision: str = ""
release: bool = "dev" not in version
