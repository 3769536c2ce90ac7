"""What programs ask of the server, beside what people see: whether it is ready, and its counters."""
