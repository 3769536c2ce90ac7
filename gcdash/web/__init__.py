"""What stands between the network and the pages: each part wraps the ASGI app, and knows nothing of pages."""
