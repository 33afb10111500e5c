"""Places, sectors, submarkets and skills: small files and look-ups, no database needed.

Every file is read when it is first asked for and then kept; importing costs next to nothing.
Sources, licences and how to rebuild the files: docs/data.md.
"""
