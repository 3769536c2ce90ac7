"""Workbook check: can we trust the file?"""

from gcdash.ui.file_check import find_problems, show_file, show_problems, show_to_confirm, show_verdict
from gcdash.ui.frame import page
from gcdash.ui.restoring import offer_restore
from gcdash.ui.settings import show_settings
from gcdash.words import _

with page(_("Can we trust the file?"), filtered=False) as view:
    found = find_problems(view)
    show_verdict(view, found)
    show_problems(view, found)
    show_to_confirm(view)
    show_settings(view)
    offer_restore(view)
    show_file(view)
