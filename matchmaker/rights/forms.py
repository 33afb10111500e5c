"""The button that erases an account needs its password besides."""

from matchmaker.accounts.forms import WithOldPassword


class EraseAccountForm(WithOldPassword):
    """The password once more, and the button."""
