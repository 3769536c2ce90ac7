"""Actions: which are they, row by row?"""

from gcdash.ui.files import offer_downloads
from gcdash.ui.frame import page
from gcdash.ui.rows import ask_columns, ask_order, show_actions
from gcdash.ui.shown import how_many, show_answer
from gcdash.words import _

with page(_("Show me the rows"), searched=True) as view:
    show_answer(how_many(view))
    columns = ask_columns()
    show_actions(view, columns, ask_order())
    offer_downloads(view)
