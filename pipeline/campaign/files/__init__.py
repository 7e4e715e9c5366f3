"""The files of a campaign, read and checked."""
