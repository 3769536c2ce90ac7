"""A spreadsheet that comes back: from its bytes to the plan, from the plan to what is recorded, and the receipt for it."""
