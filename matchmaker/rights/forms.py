"""The buttons that erase; an account needs its password besides."""

from matchmaker.accounts.forms import WithOldPassword
from matchmaker.web.forms import Form


class EraseAccountForm(WithOldPassword):
    """The password once more, and the button."""


class EraseProfileForm(Form):
    """One button."""
