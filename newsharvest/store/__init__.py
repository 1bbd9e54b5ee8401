"""What is kept: articles, revisions, failures, runs and checks, in one SQLite file or a PostgreSQL database. All its SQL is here."""

from newsharvest.store.copying import copy_store, copying
from newsharvest.store.locks import harvesting
from newsharvest.store.records import (
    FEW_TIMES,
    Brief,
    Failed,
    Gathered,
    GivenUpError,
    Kept,
    KeptCheckup,
    NoStoreError,
    Run,
    Standing,
    StoreError,
    is_due,
    retries_left,
)
from newsharvest.store.rereading import Met
from newsharvest.store.schema import SCHEMA_VERSION
from newsharvest.store.selection import EVERYTHING, Selection
from newsharvest.store.shared import Shared
from newsharvest.store.signals import OutletSignals
from newsharvest.store.soundness import Damaged, Soundness, why_no_copy
from newsharvest.store.store import Store
from newsharvest.store.versions import Held

__all__ = [
    "EVERYTHING",
    "FEW_TIMES",
    "SCHEMA_VERSION",
    "Brief",
    "Damaged",
    "Failed",
    "Gathered",
    "GivenUpError",
    "Held",
    "Kept",
    "KeptCheckup",
    "Met",
    "NoStoreError",
    "OutletSignals",
    "Run",
    "Selection",
    "Shared",
    "Soundness",
    "Standing",
    "Store",
    "StoreError",
    "copy_store",
    "copying",
    "harvesting",
    "is_due",
    "retries_left",
    "why_no_copy",
]
