"""The page of GB/T 9704-2012 in points.

Source: docs/sources.md (GB/T 9704-2012); domain 6.1.
"""

MM = 72 / 25.4

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
TOP = 37 * MM
LEFT = 28 * MM
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT

LINES = 22
CELLS = 28
PITCH = AREA_HEIGHT / LINES
CELL = AREA_WIDTH / CELLS

BODY = 16.0  # 3号
TITLE = 22.0  # 2号
FOURTH = 14.0  # 4号

NUMBER_DROP = 7 * MM  # from the foot of the text area to the dashes of the page number
AGENCY_DROP = 35 * MM  # from the head of the text area to the top of the 发文机关标志
RULE_DROP = 4 * MM  # from the 发文字号 to the red rule
RED = "#d7000f"
