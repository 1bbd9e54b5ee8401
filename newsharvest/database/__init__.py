"""The databases that a store may be kept in: SQLite's files, and PostgreSQL. What the two say differently is here, and nowhere else."""

from newsharvest.database.dialect import ERRORS, Database, ForbiddenError, ServerError, TakenError, TimedOutError
from newsharvest.database.postgres import FUNCTIONS, PostgreSQL, connected_by, on_server, why_no_address, without_password
from newsharvest.database.sqlite import SQLite, connect

__all__ = [
    "ERRORS",
    "FUNCTIONS",
    "Database",
    "ForbiddenError",
    "PostgreSQL",
    "SQLite",
    "ServerError",
    "TakenError",
    "TimedOutError",
    "connect",
    "connected_by",
    "on_server",
    "why_no_address",
    "without_password",
]
