"""gcdash: a progress dashboard over an action table kept in a spreadsheet.

Data flows one way: words -> table -> answers -> media. Streamlit is imported only in ``gcdash.ui``.
"""

__version__ = "0.1.0"
