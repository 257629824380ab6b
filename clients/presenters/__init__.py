"""What pages of clients say, without HTTP."""
