"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""

import lazy_loader

# ``__init__.pyi`` names what is public; each name is imported on first use, so that reading the
# record does not wait for the statistics or the plotting library. No module may bear the name of
# something public: importing it would hide the public name.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
