"""The roles of accounts, without what it takes to keep them."""

ROLES = ("member", "office", "admin")
