"""What the pages of 帮扶力量 read."""
