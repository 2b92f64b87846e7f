"""What a reader would otherwise get, measured in the same run: an empty page, and a plain one."""
