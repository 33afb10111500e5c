"""E-mail addresses: one notion of a well-formed one for accounts, profiles and sign-in."""

import email_validator

# Town halls use .local in their own network, trials .test or .invalid; nothing is sent to find out.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def normalise_address(text: str) -> str:
    """The address in its usual form; raises ValueError when it is none."""
    return email_validator.validate_email(text, check_deliverability=False).normalized
