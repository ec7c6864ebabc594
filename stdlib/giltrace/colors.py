"""The colours of the states: one set for all pictures (page/page.css has them, too). They are near Okabe and Ito's,
which colour-blind people can tell apart, and differ in lightness: dark runs, light waits outside.

In the order of recording.STATES: running, waiting for the GIL, in a call, on a lock, collecting.
"""

STATES = ("#00805D", "#F0B44C", "#8FCDF2", "#C26A9B", "#D55E00")
FORCED = "#A01A00"      # the arrow of a forced switch

# The terminal's: of its 256, those nearest that can be read on black and on white.
TERMINAL = (29, 172, 74, 175, 166)
TERMINAL_FORCED = 124
# Without colours: as dark as important.
GLYPHS = "█▒─▁◆"
