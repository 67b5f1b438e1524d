"""What 帮扶力量 puts on the pages of villages and persons."""
