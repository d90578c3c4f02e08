"""Files that leave the house: workbooks, CSV, JSON. Text never becomes a formula in any of them."""
