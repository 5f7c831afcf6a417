"""What pages show as SVG, drawn on the server: the curve of the turnout, and maps."""

from sinergi.polling.drawing.curve import Point, Range, curve_svg
from sinergi.polling.drawing.map import Dot, Shade, Sheet, map_svg, sheet_of

__all__ = ["Dot", "Point", "Range", "Shade", "Sheet", "curve_svg", "map_svg", "sheet_of"]
