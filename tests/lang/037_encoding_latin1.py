#!/usr/bin/env python3
# -*- coding: latin-1 -*-
s = "café üß ½"
print(s.encode("utf-8"), len(s))
naïve = 1
print(naïve, [ascii(n) for n in globals() if n.startswith("na")])
print(b"\xe9", "\xe9" == "é")
