"""What tests share: played outlets, the command line, whole crawls, the cases of the fixtures, a copy of the project."""
