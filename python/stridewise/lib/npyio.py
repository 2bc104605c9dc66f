"""Archives of arrays and files by name, under their public names."""

from ._datasource import DataSource as DataSource
from ._npyio_impl import NpzFile as NpzFile
