"""Files for banks: pure writers and the import profiles of banks."""
