"""The fixtures' tooling: what a case is expected to give, how one is recorded, what it must not keep."""
