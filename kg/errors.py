"""The errors a user can meet; each message is one line that says what is wrong, where, and what to do.

ClaimgraphError
├── SourceError   a listing cannot be read
├── SchemaError   something is written that schema/claimgraph.ttl does not declare
├── GraphError    a graph folder is missing, damaged or cannot be written
├── StoreError    a store is down, locked, refuses the password or the statement
└── QueryError    a canned query does not exist or its parameters are wrong
"""


class ClaimgraphError(Exception):
    """The root: the command line prints it as one line and exits with 1."""


class SourceError(ClaimgraphError):
    """A listing cannot be read."""


class SchemaError(ClaimgraphError):
    """A label, property or relationship is not declared in the schema."""


class GraphError(ClaimgraphError):
    """A graph folder is missing, damaged or cannot be written."""


class StoreError(ClaimgraphError):
    """A store cannot be reached or refuses what it is asked."""


class QueryError(ClaimgraphError):
    """A canned query does not exist, or its parameters do not fit."""
