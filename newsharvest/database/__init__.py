"""The databases that a store may be kept in: SQLite's files, and PostgreSQL. What the two say differently is here, and nowhere else."""

from newsharvest.database.dialect import ERRORS, Database, ForbiddenError, Row, Rows, ServerError, TimedOutError
from newsharvest.database.postgres import FUNCTIONS, PostgreSQL, on_server, without_password
from newsharvest.database.sqlite import SQLite, connect

__all__ = [
    "ERRORS",
    "FUNCTIONS",
    "Database",
    "ForbiddenError",
    "PostgreSQL",
    "Row",
    "Rows",
    "SQLite",
    "ServerError",
    "TimedOutError",
    "connect",
    "on_server",
    "without_password",
]
