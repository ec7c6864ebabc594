"""The colours of the states: one set for all pictures. Okabe and Ito's, which colour-blind people can tell apart.

In the order of recording.STATES: running, waiting for the GIL, in a call, on a lock, collecting.
"""

STATES = ("#0072B2", "#E69F00", "#56B4E9", "#CC79A7", "#009E73")
FORCED = "#A01A00"      # the arrow of a forced switch

# The terminal's: of its 256, those nearest that can be read on black and on white.
TERMINAL = (32, 172, 74, 175, 36)
TERMINAL_FORCED = 166
# Without colours: as dark as important.
GLYPHS = "█▒─▁◆"
