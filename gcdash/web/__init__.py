"""What stands between the network and the pages, and what programs ask of the server: whether it is ready, and its counters."""
