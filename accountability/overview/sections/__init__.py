"""What pages that read everything put on the pages of areas."""
