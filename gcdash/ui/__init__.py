"""The screen: the only part of gcdash that knows Streamlit."""
