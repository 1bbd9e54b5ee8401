"""The pages of the archive read again, with the layouts of today: what that changes, and how it becomes what is kept."""
