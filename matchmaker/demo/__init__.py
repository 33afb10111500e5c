"""The demo region: invented firms, creatives and offices, each marked as invented."""

from matchmaker.demo.service import PASSWORD, SIGN_INS, load_demo

__all__ = ["PASSWORD", "SIGN_INS", "load_demo"]
