"""What happens when something is killed: real workers, real beats, real servers."""
