"""帮扶力量: what is known of a posting beyond the registry, and what somebody should look into."""
