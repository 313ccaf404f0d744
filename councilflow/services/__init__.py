"""What people do, one function each, and the queries that pages need. No HTTP in here."""
