"""A submission and the book: what a spreadsheet that went out says when it comes back, held against what the book says by now.

Nothing here reads a file or writes one. Sheets and a book come in, a ``Plan`` goes out, and from it the changes to record.
"""
