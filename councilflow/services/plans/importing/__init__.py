"""From a pasted table or a file to a stored plan, by way of a draft that a person looks through."""
