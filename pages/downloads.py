"""Downloads: what can I take away?"""

from gcdash.ui.downloads import offer_files, what_is_in_them
from gcdash.ui.frame import page
from gcdash.ui.outlook import ask_months
from gcdash.ui.shown import show_answer
from gcdash.ui.since import ask_since
from gcdash.words import _

with page(_("What can I take away?")) as view:
    show_answer(what_is_in_them(view))
    offer_files(view, ask_since(view), ask_months())
