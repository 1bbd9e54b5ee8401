"""An outlet whose pages have changed: what its store knows, its pages as they are today, and the layout that fits both."""
