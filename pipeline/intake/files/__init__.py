"""Where returns come from: folders, archives, addresses."""
